import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { serviceScopes } from "@/lib/authorization/service-scopes-schema";
import { findSigningKey } from "@/lib/domain/access-keys/find-signing-key";
import { resumeServiceKey } from "@/lib/domain/service-keys/resume-service-key";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { callCli, callCliHere, readTold } from "@/tests/support/command-line";
import { lookDirectly } from "@/tests/support/look-directly";
import { takeOwnDataDirectory } from "@/tests/support/take-own-data-directory";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { uniqueName } from "@/tests/support/unique-name";

const dataDir = takeOwnDataDirectory();

// And a database of its own, which commands find by the environment: what these keys have wrapped nobody else can open.
const database = takeOwnDatabase("keys_by_command");
beforeAll(() => {
  process.env.DATABASE_URL = database().appUrl;
});

const dayMs = 86_400_000;
const ask = async (...words: string[]) => readTold(await callCliHere([...words, "--json"]));

async function accountOfAda() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  return root.account.name;
}

it("a key of a sub-account is printed once as JSON, signs, and is in the log of its account", async () => {
  const account = await accountOfAda();
  const words = ["--account", account, "--sub-account", "ada", "--name", "nightly", "--expires-in", "30"];
  const { status, said, complaint } = readTold(callCli(["access-keys", "create", ...words, "--json"]));
  expect({ status, complaint }).toEqual({ status: 0, complaint: "" });
  const { accessKeyId, accessKeySecret, expiresAt, ...rest } = said;
  expect(rest).toEqual({ account, subAccount: "ada" });
  expect(Math.round((Date.parse(expiresAt) - Date.now()) / dayMs)).toBe(30);
  const found = await findSigningKey(accessKeyId, new Date());
  expect(found).toMatchObject({ secret: accessKeySecret });
  const [event] = await lookDirectly(
    (sql) => sql`select actor_name, action, after::text as after from app.audit_events where resource = ${accessKeyId}`,
  );
  expect(event).toMatchObject({ actor_name: "command line", action: "ram:CreateAccessKey" });
  expect(event?.after).toContain("nightly");
  expect(event?.after).not.toContain(accessKeySecret);
});

it("without a sub-account it is the root user's own, and a person reads that it is shown this once", async () => {
  const account = await accountOfAda();
  const { status, said } = await callCliHere(["access-keys", "create", "--account", account]);
  expect(status).toBe(0);
  const [, id = "", secret = ""] =
    /^Access key of the root user of \S+; the secret is shown this once\.\nAccessKeyId: (\S+)\nAccessKeySecret: (\S+)\n$/.exec(
      said,
    ) ?? [];
  expect(await findSigningKey(id, new Date())).toMatchObject({ secret });
  const never = await ask(
    "access-keys",
    "create",
    "--account",
    account,
    "--sub-account",
    "ada",
    "--expires-in",
    "none",
  );
  expect(never).toMatchObject({ status: 0, said: { expiresAt: null } });
});

it("a third active key, a stranger and a flag that is none are refused in words, and nothing is made", async () => {
  const account = await accountOfAda();
  const create = (...words: string[]) => ask("access-keys", "create", "--account", account, ...words);
  for (let made = 0; made < 2; made++) expect((await create("--sub-account", "ada")).status).toBe(0);
  const rows = () =>
    lookDirectly(
      (sql) => sql`select count(*)::int as n from app.access_keys k join app.accounts a using (account_id)
      where a.name = ${account}`,
    );
  expect(await create("--sub-account", "ada")).toMatchObject({
    status: 1,
    said: "",
    complaint: expect.stringContaining("two active"),
  });
  expect(await create("--sub-account", "nobody")).toMatchObject({
    status: 1,
    complaint: expect.stringContaining("does not exist"),
  });
  expect(await ask("access-keys", "create", "--account", "nobody-here")).toMatchObject({ status: 1, said: "" });
  expect(await create("--expires-in", "7")).toMatchObject({ status: 2, complaint: "--expires-in: Choose one.\n" });
  const { status, complaint } = callCli(["access-keys", "create", "--acount", account]);
  expect({ status, complaint }).toMatchObject({
    status: 2,
    complaint: expect.stringContaining("access-keys create --account"),
  });
  expect(await rows()).toMatchObject([{ n: 2 }]);
});

it("a service key works from the answer that printed it until it is revoked; the list tells neither key nor hash", async () => {
  const name = uniqueName("svc");
  const made = await ask("service-keys", "create", "--name", name);
  expect(made).toMatchObject({ status: 0, said: { name, services: [name], scopes: serviceScopes } });
  const { id, key } = made.said;
  const request = () => ({ requestId: newId(), now: new Date(), facts: { ip: "127.0.0.1", userAgent: "test" } });
  expect(await resumeServiceKey(key, request())).toMatchObject({ ctx: { actor: { name } } });

  const listed = await callCliHere(["service-keys", "list", "--json"]);
  expect(listed.said).not.toContain(key);
  const [line] = readTold(listed).said.keys.filter((row: { id: string }) => row.id === id);
  expect(line).toMatchObject({ name, lastFour: key.slice(-4), revokedAt: null });
  expect(Object.keys(line)).not.toContain("tokenHash");
  expect((await callCliHere(["service-keys", "list"])).said).toContain(`${id}  ${name}  …${key.slice(-4)}  ${name}`);

  expect(await ask("service-keys", "create", "--name", name)).toMatchObject({ status: 1, said: "" });
  const oddScope = await ask("service-keys", "create", "--name", `${name}-2`, "--scopes", "everything");
  expect(oddScope).toMatchObject({ status: 2, complaint: "--scopes: Choose one.\n" });
  expect(await ask("service-keys", "revoke", "--id", "not-an-id")).toMatchObject({
    status: 2,
    complaint: expect.stringContaining("--id: "),
  });

  expect(await ask("service-keys", "revoke", "--id", id)).toMatchObject({ status: 0, said: { id } });
  expect(await resumeServiceKey(key, request())).toBeUndefined();
  expect(await ask("service-keys", "revoke", "--id", id)).toMatchObject({ status: 1, said: "" });
});

it("the master key is rotated and the old one retired from the host, and every key still signs", async () => {
  const account = await accountOfAda();
  const { said: made } = await ask("access-keys", "create", "--account", account, "--sub-account", "ada");
  const rotated = await ask("keys", "rotate");
  expect(rotated).toMatchObject({ status: 0, said: { kekId: expect.stringMatching(/\S/) } });
  expect(rotated.said.accounts).toBeGreaterThan(0);
  const retired = await ask("keys", "retire");
  expect(retired).toMatchObject({ status: 0, said: { retired: [expect.stringMatching(/\S/)] } });
  expect(retired.said.retired).not.toContain(rotated.said.kekId);
  expect(readdirSync(join(dataDir, "secrets", "retired"))).toHaveLength(1);
  expect(await findSigningKey(made.accessKeyId, new Date())).toMatchObject({ secret: made.accessKeySecret });
  expect(await callCliHere(["keys", "retire"])).toMatchObject({
    status: 0,
    said: "There is one master key, and nothing to retire.\n",
  });
});
