import { describe, expect, it } from "vitest";
import { type Allowlist, expectListed } from "../expect-listed";
import { importsOf } from "../imports-of";
import { sourceFiles } from "../source-tree";

const importersOf = (target: string, names?: RegExp) =>
  sourceFiles.filter((path) =>
    importsOf(path).some(
      (one) => one.target === target && !one.typeOnly && (!names || one.names.some((name) => names.test(name))),
    ),
  );

const beforeAnybodyIsKnown = "acts at a door, where there is nobody to ask authorize for";

/** Who may say that a decision was made: `authorize`, and what runs before or beside anybody who could be asked. */
const minters: Allowlist = {
  "lib/authorization/authorize.ts": "it is the decision",
  "lib/domain/access-keys/record-key-use.ts":
    "the signature that was checked is the proof, for two notes on the key's row",
  "lib/domain/accounts/confirm-sign-up.ts": beforeAnybodyIsKnown,
  "lib/domain/accounts/resend-sign-up-code.ts": beforeAnybodyIsKnown,
  "lib/domain/accounts/sign-up.ts": beforeAnybodyIsKnown,
  "lib/domain/accounts/steps.ts":
    "the account comes to be in this very transaction: nobody can hold a policy in it yet",
  "lib/domain/audit-log/record-refused-service-call.ts": "writes that a key's scopes said no, into the platform's log",
  "lib/domain/audit-log/record-refusal.ts": "writes that the decision was no, into the caller's own part of the log",
  "lib/domain/identity-verification/find-usual-wait.ts":
    "two moments of each decision over all accounts, without a name, after the caller's own authorize",
  "lib/domain/operators/set-up-link.ts": beforeAnybodyIsKnown,
  "lib/domain/servers/record-server-asked.ts": "the credential that was found is the proof, for one note on its server",
  "lib/domain/service-keys/resume-service-key.ts": "touches the key it has just found by its hash",
  "lib/domain/sessions/resume-session.ts": "touches the session it has just found by the cookie's hash",
  "lib/domain/sign-in/principal-context.ts": "the password, the code or the link that was checked is the proof",
  "lib/domain/sign-in/record-attempt.ts": "a refused attempt of nobody goes to the platform's log",
  "lib/domain/sign-in/open-for-principal.ts": "ends the session whose cookie the browser came with",
  "lib/domain/sub-accounts/resolve-user-name.ts":
    "turns an id of the caller's own account into a name, for the decision about that name",
  "lib/domain/sign-in/throttle.ts": "counts attempts of anybody, under keys that are HMACs",
  "lib/foundation/readiness.ts": "reads the catalog and no row of anybody",
  "lib/foundation/server-version.ts": "reads a setting of the server and no row of anybody",
};

const runsTransactions =
  /^(?:with(?:Read|Platform)?(?:Transaction|Read)|withExport|enterByKey|askAtOnce|askByKey|enterAsSigners|claimAsKept)$/;
const opensPools = /^(?:connectPool|closePool|openPool)$/;

describe("the gatekeepers' importers", () => {
  it("a fence is minted in the listed places only", () => {
    expectListed(importersOf("lib/foundation/fence.ts", /^mint/), minters);
  });

  it("transactions are opened by the domain only", () => {
    const outside = importersOf("lib/foundation/transaction.ts", runsTransactions).filter(
      (path) => !path.startsWith("lib/domain/"),
    );
    expectListed(outside, {
      "lib/foundation/readiness.ts": "reads the catalog and no row of anybody",
      "lib/foundation/stream-export.ts": "hands the rows of the fence it is given on as they come",
      "lib/foundation/server-version.ts": "reads a setting of the server and no row of anybody",
    });
  });

  it("the pool is opened and closed by processes only", () => {
    expectListed(importersOf("lib/foundation/pools.ts", opensPools), {
      "lib/entrypoints/cli/commands/backups.ts": "a rehearsal's database is another than the one that serves",
      "lib/entrypoints/cli/main.ts": "the command line learns its database after it started",
      "lib/entrypoints/worker/main.ts": "closes the pool when it is told to stop",
    });
  });

  it("sockets of the database are dialled by the transaction wrapper only", () => {
    expectListed(importersOf("db/connection.ts"), {
      "db/backup/with-owner.ts": "the owner's one transaction of a backup or a restore",
      "lib/foundation/pools.ts": "the pools of a process",
      "lib/foundation/transaction.ts": "the only code that says BEGIN",
    });
  });

  it("the driver is known to whoever dials a socket of its own, and to nobody else", () => {
    expectListed(importersOf("postgres"), {
      "db/connection.ts": "the pool of sockets of one life",
      "db/migrate.ts": "the owner's direct connection, alone on its socket",
      "db/installation.ts": "the superuser's one visit, at installation",
    });
  });

  it("the migrator, the gate and the embedded server have their listed callers", () => {
    expectListed([...importersOf("db/migrate.ts"), ...importersOf("db/embedded-postgres.ts")], {
      "bin/serve.ts": "brings up the database before the processes that use it",
      "db/backup/scratch-database.ts": "a server of its own for a rehearsal",
      "db/backup/load-backup.ts": "compares the schema's migrations with the backup's",
      "db/backup/write-backup.ts": "notes which migrations made the schema",
      "lib/entrypoints/cli/commands/backups.ts": "makes the schema that a backup's rows belong to",
      "lib/entrypoints/cli/commands/host.ts": "the migrate command",
      "lib/entrypoints/cli/open-database.ts": "brings up the database for one command",
      "lib/foundation/readiness.ts": "compares the schema's version with the code's",
    });
    expectListed(importersOf("db/catalog-gate.ts"), {
      "lib/foundation/readiness.ts": "refuses to serve while a table is not fenced",
    });
    expect(importersOf("db/fence-sql.ts")).toEqual(["db/catalog-gate.ts"]);
  });
});
