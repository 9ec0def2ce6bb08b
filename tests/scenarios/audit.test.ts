import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { auditedFields } from "@/lib/audit/audited-fields";
import { connectDirectly } from "@/tests/support/clone-database";
import { sumTables } from "@/tests/support/sum-tables";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { accessKeyVerbs } from "./access-key-verbs";
import { accountVerbs } from "./account-verbs";
import { billVerbs } from "./bill-verbs";
import { bulkVerbs } from "./bulk-verbs";
import { feeVerbs } from "./fee-verbs";
import { machineVerbs } from "./machine-verbs";
import { moneyVerbs } from "./money-verbs";
import { firstVerbs, platformVerbs } from "./platform-verbs";
import { policyVerbs } from "./policy-verbs";
import { inRounds, type MutationVerb } from "./prepare-verb";
import { secondFactorVerbs } from "./second-factor-verbs";
import { serverVerbs } from "./server-verbs";
import { sshKeyVerbs } from "./ssh-key-verbs";
import { webhookVerbs } from "./webhook-verbs";

const credentialVerbs = [...accessKeyVerbs, ...secondFactorVerbs, ...sshKeyVerbs, ...serverVerbs, ...machineVerbs];
const mutationVerbs = [
  ...accountVerbs,
  ...bulkVerbs,
  ...policyVerbs,
  ...credentialVerbs,
  ...platformVerbs,
  ...billVerbs,
  ...moneyVerbs,
  ...feeVerbs,
  ...webhookVerbs,
];
const verbs = [...firstVerbs, ...mutationVerbs];

/** Functions with a writing transaction that leave no row of their own in a log, and why. */
const silent: Record<string, string> = {
  recordServerAsked: "a mark on the server that asked, for its page",
  requireAttempt: "counts an attempt; the attempt itself is logged",
  forgiveAttempt: "takes the count back",
  withHolderTransaction: "is the transaction of the verbs that log",
  withHolderRead: "reads",
  recordHolderAudit: "is the log",
  openForHolder: "reads",
  checkProof: "counts a guess; its outcome is logged",
  recordRefusedProof: "is the log of a refused proof",
  beginStepUp: "opens a question; its answer is logged",
  recordAttempt: "is the log of a refused attempt",
  recordRefusal: "is the log of a refusal",
  recordRefusedServiceCall: "is the log of a refusal",
  markNoticesRead: "a mark on one's own notices",
  resumeSession: "notes when a session was seen last",
  openReveal: "erases what claimReveal was logged for",
  revealServiceKey: "claimServiceKey has recorded the reveal in the same request",
  noteDelivery: "a mark on the notice that the letter says",
  deliverWaiting: "sends letters whose causes are logged",
  recordKeyUse: "notes when a key was used last",
  recordKeyRefusal: "notes the last refused call of a key; its caller was let into nothing",
  rotateMasterKey: "writes one row, and one in the log of every account it wraps anew; its own test counts accounts",
  retireMasterKeys: "ends keys that the whole run is sealed by; its own test has its own keys and counts its row",
  resealPlatformValues: "is a step of retireMasterKeys",
  makeAuditPartitions: "makes room for the log",
  makeMoneyPartitions: "makes room for the ledger",
  advancePeriods: "moves months on with the calendar; closing one is logged",
  chargeFees: "the charge is its own record",
  chargeFeesOf: "the charge is its own record",
  advanceAccount: "moves months on with the calendar; closing one is logged",
  tryReplay: "is replayQuarantined, or a mark on what still waits",
  rateAccount: "the charge is its own record",
  judgeWallets: "leaves a row where a state changed, which few rounds do",
  storeUsage: "is a step of recordUsage and replayQuarantined",
  recordUsage: "the event is its own record",
  reportResource: "the resource has a log of its own",
  reportResources: "the resource has a log of its own",
  retireResource: "the resource has a log of its own",
  handOutEvents: "the delivery is its own record",
  deliverWebhooks: "the delivery is its own record",
  redeliverToService: "is redeliverWebhook by an operator",
  redeliverDeadToService: "is redeliverDeadWebhooks by an operator, in each account",
  forgetWebhooks: "forgets what is too old to matter",
  forgetIdempotencyKeys: "forgets what is too old to matter",
  sweepNonces: "forgets what is too old to matter",
  resumeServiceKey: "notes when a key was used last",
  recordRefusedDecision: "is the log of a refusal; its own test reads it",
  checkDueBooks: "leaves a row where books are broken, and in the platform's log",
  settleCharges: "the ledger is its own record: who, when, which settlement",
  openAccount: "is a step of confirmSignUp and createAccount",
  approveAtOnce: "is a step of createAccount",
  hashOperatorPassword: "is a step of createOperator and setUpOperator",
  lockAccount: "holds a row for the verbs that log",
  takeKey: "is a step of openAccount and setAccountAlias",
  planBulkRun: "a draft changes nothing of anybody; starting it is logged",
  planKeyDisabling: "a draft changes nothing of any key; starting it is logged",
  planCreation: "a draft changes nothing of anybody; starting it is logged",
  continueBulkRun: "each row's own verb is logged",
  beginPasskeySignIn: "opens a question; the answer to it is logged",
  beginPasskeyStepUp: "opens a question; the answer to it is logged",
  takePasskeyChallenge: "uses a question up; the answer to it is logged",
  openForPrincipal: "is a step of signIn and signInByPasskey",
  insertOperator: "is a step of createOperator and setUpOperator",
};

const database = takeOwnDatabase("audit");

interface Logged {
  actor_type: string;
  result: string;
  before: object | null;
  after: object | null;
}
const logOf = (table: string) => database().superuser.unsafe<Logged[]>(`select * from app.${table}`);

/** What transactions that began since have written. */
async function newRows(work: () => Promise<unknown>): Promise<{ account: Logged[]; platform: Logged[] }> {
  const { superuser } = database();
  const [at] = await superuser`select pg_snapshot_xmax(pg_current_snapshot())::text as next`;
  await work();
  const added = (table: string) =>
    superuser.unsafe<Logged[]>(`select * from app.${table} where xmin::text::bigint >= ${at?.next}`);
  return { account: await added("audit_events"), platform: await added("operator_audit_events") };
}

describe("every verb that changes something", () => {
  it("is in the list of this suite, or says why it is silent", () => {
    const listed = new Set([...verbs.map(({ name }) => name), ...Object.keys(silent)]);
    const found = readdirSync("lib/domain", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => readFileSync(join("lib/domain", file), "utf8"))
      .filter((source) => /\bwith(Platform|Holder)?Transaction\(/.test(source))
      .flatMap((source) => [...source.matchAll(/^export (?:async )?function (\w+)[\s\S]*?\n}/gm)])
      .filter(([body]) => /\bawait\b|Transaction\(/.test(body))
      .map(([, name]) => name);
    expect(found.length).toBeGreaterThan(30);
    const pureReads = new Set([
      "findAttempts",
      "findResetLink",
      "findClaimLink",
      "findSignUp",
      "isSetUpLinkAlive",
      "resumeOrderer",
    ]);
    expect(found.filter((name) => !listed.has(String(name)) && !pureReads.has(String(name)))).toEqual([]);
  });

  it.each(verbs)(
    "$name leaves one row, of who did it, and says nothing that has no name",
    async ({ prepare, writes }: MutationVerb) => {
      const { run, actor } = await prepare();
      const { account, platform } = await newRows(run);
      expect({ account: account.length, platform: platform.length }).toEqual({ account: 0, platform: 0, ...writes });
      for (const row of [...account, ...platform]) expect(row).toMatchObject({ actor_type: actor, result: "allowed" });
      const said = [...account, ...platform].flatMap(({ before, after }) => Object.keys({ ...before, ...after }));
      expect(said.filter((name) => !(name in auditedFields))).toEqual([]);
    },
  );
});

describe("a log that cannot be written", () => {
  /**
   * Committed on their own before anything else, by design: attempts are counted before they are judged, and a right
   * code is used up before the account is made.
   */
  const counted = new Set(["throttle_buckets", "sign_ups", "challenges", "operator_challenges"]);

  async function contents(): Promise<Record<string, string>> {
    const tables = await database().superuser<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'app'::regnamespace and relkind in ('r', 'p') and not relispartition`;
    const all = [...tables.map(({ name }) => `app.${name}`), "auth.directory_entries"];
    return sumTables(
      database().superuser,
      all.filter((table) => !counted.has(table.slice(4))),
    );
  }

  beforeAll(async () => {
    await database().superuser.unsafe(`
      create table full_disk (is_full boolean);
      create function refuse_log() returns trigger language plpgsql security definer as $$ begin
        if exists (select from public.full_disk) then raise 'the disk is full' using errcode = '53100'; end if;
        return new;
      end $$;
      create trigger refuse_log before insert on app.audit_events for each row execute function refuse_log();
      create trigger refuse_log before insert on app.operator_audit_events for each row execute function refuse_log()`);
  });

  it.each(inRounds(mutationVerbs))("leaves everything as it was: $names", async ({ round }) => {
    const prepared: { name: string; run: () => Promise<unknown> }[] = [];
    for (const { name, prepare } of round) prepared.push({ name, run: (await prepare()).run });
    const before = await contents();
    await database().superuser`insert into full_disk values (true)`;
    try {
      for (const { name, run } of prepared) await expect(run(), name).rejects.toThrow();
      expect(await contents()).toEqual(before);
    } finally {
      await database().superuser`delete from full_disk`;
    }
  });
});

describe("the logs", () => {
  it.each(["audit_events", "operator_audit_events"])("of %s cannot be changed by either role", async (table) => {
    const before = await logOf(table);
    expect(before.length).toBeGreaterThan(0);
    for (const [url, maintains] of [
      [database().appUrl, false],
      [database().ownerUrl, true],
    ] as const) {
      const sql = connectDirectly(url);
      for (const change of [
        `update app.${table} set code = 'x'`,
        `delete from app.${table}`,
        `truncate app.${table}`,
      ]) {
        await sql`begin`;
        if (maintains) await sql`select auth.enter_maintenance()`;
        // Without a policy for the verb the owner's statement finds no row; everybody else's is refused outright.
        const answer = await sql.unsafe(change).then(
          ({ count }) => count,
          (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
        );
        expect(maintains && !change.startsWith("truncate") ? [0, "42501"] : ["42501"]).toContain(answer);
        await sql`rollback`;
      }
      await sql.end();
    }
    // Nor by somebody whom no policy holds: the triggers stand behind them.
    for (const change of [`update app.${table} set code = 'x'`, `delete from app.${table}`, `truncate app.${table}`]) {
      await expect(database().superuser.unsafe(change)).rejects.toMatchObject({ code: "42501" });
    }
    expect(await logOf(table)).toEqual(before);
  });
});
