import "./remember-hashes";
import { createHash, randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { findEmbeddedPostgres } from "@/db/embedded-postgres";
import { enterAccount } from "@/lib/authorization/enter-account";
import { stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { rotateAccessKey } from "@/lib/domain/access-keys/rotate-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { createAccount } from "@/lib/domain/accounts/create-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { SecurityPreferenceInput } from "@/lib/domain/accounts/settings-schema";
import { continueBulkRun } from "@/lib/domain/bulk-runs/continue-bulk-run";
import { handOverBulkRun } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { planCreation } from "@/lib/domain/bulk-runs/plan-creation";
import { PlanCreationInput, StartBulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { startBulkRun } from "@/lib/domain/bulk-runs/start-bulk-run";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { updateLoginProfile } from "@/lib/domain/sub-accounts/update-login-profile";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { submitDemoVerification } from "@/lib/entrypoints/cli/demo/submit-demo-verification";
import { tellHistory } from "@/lib/entrypoints/cli/demo/tell-history";
import { demoUsage } from "@/lib/entrypoints/cli/demo/usage-plan";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { newId } from "@/lib/foundation/ids";
import { connectPool } from "@/lib/foundation/pools";
import { buildPublicKey } from "./build-public-key";
import { connectDirectly, withDatabaseName } from "./clone-database";
import { secretCommands } from "./issue-secrets";
import { factorCommands } from "./make-factors";
import { machineCommands } from "./make-machines";
import { moneyCommands } from "./make-money";
import { policyCommands } from "./make-policies";
import { readOutbox } from "./read-outbox";
import { instanceCommands } from "./second-instance";
import type { MakerCommands } from "./start-maker";

/**
 * Makes people on the server under test through the same verbs as the command line, without 1.5 s of start for each.
 * Reads one JSON command a line, answers one JSON line. Looks at the database past every fence where a test asks.
 */
const urls = findEmbeddedPostgres({ dataDir: String(process.env.ESPALIER_DATA_DIR) });
if (!urls) throw new Error("the server under test has no database running");
connectPool(urls.appUrl);
const direct = connectDirectly(withDatabaseName(urls.superuserUrl, "espalier"));

const inside = async (account: string) => enterAccount(hostContext(), await getAccountByName(hostContext(), account));

const commands: {
  [N in keyof MakerCommands]: (input: Parameters<MakerCommands[N]>[0]) => ReturnType<MakerCommands[N]>;
} = {
  async account({ name, password, approved, submitted }) {
    const email = `root@${name}.test`;
    const input = { name, companyName: `Company ${name}`, email, phone: "+8613800138000", password, approved };
    const { accountId, uid } = await createAccount(hostContext(), input);
    if (submitted) await submitDemoVerification(await inside(name));
    return { accountId, uid, email };
  },

  async subAccount({ account, name, password, mustChange, displayName, email, policies, disabled, mustBindFactor }) {
    const ctx = await inside(account);
    const input = CreateSubAccountInput.parse({
      name,
      displayName: displayName ?? "",
      email: email ?? "",
      ...(password && { consoleSignIn: "on", passwordChoice: "set", password, mustChange: mustChange ?? false }),
    });
    await createSubAccount(ctx, input);
    for (const policyName of policies ?? []) {
      await attachPolicyToUser(ctx, { name, policyType: "System", policyName });
    }
    if (disabled) await disableSubAccount(ctx, { name, reason: disabled });
    if (mustBindFactor) await updateLoginProfile(ctx, { name, mfaBindRequired: true });
    const [row] = await direct`select id from app.sub_accounts where account_id = ${ctx.accountId} and name = ${name}`;
    return { id: String(row?.id) };
  },

  async accessKey({ account, subAccount: ownerName, state }) {
    const ctx = await inside(account);
    const wish = CreateAccessKeyInput.parse({ ownerName, expiresInDays: "90" });
    const { accessKey, secret } = await createAccessKey(ctx, wish);
    const { id } = accessKey;
    if (state === "disabled") await updateAccessKey(ctx, { id, ownerName, state });
    if (state === "retiring") await rotateAccessKey(ctx, { id, ownerName, graceHours: 24, retires: "" });
    return { id, secret };
  },

  async allowOwnKeys({ account }) {
    await setSecurityPreference(
      await inside(account),
      SecurityPreferenceInput.parse({ allowUserToManageAccessKeys: true }),
    );
    return {};
  },

  async disable({ account, name }) {
    await disableSubAccount(await inside(account), { name, reason: "for a test" });
    return {};
  },

  async remove({ account, name }) {
    await deleteSubAccount(await inside(account), { name, typedName: name });
    return {};
  },

  async notices({ account, name }) {
    const rows = await direct`select n.kind from app.notifications n
      join app.sub_accounts s on s.account_id = n.account_id and s.id = n.sub_account_id
      join app.accounts a on a.account_id = n.account_id
      where a.name = ${account} and s.name = ${name} and n.kind <> 'new-device' order by n.created_at, n.id`;
    return { kinds: rows.map(({ kind }) => String(kind)) };
  },

  async creationRun({ cookie, name }) {
    const resumed = await resumeSession(cookie.slice(cookie.indexOf("=") + 1), hostContext());
    if (resumed?.kind !== "account") throw new Error("nobody is signed in with this cookie");
    const ctx = () => ({ ...resumed.ctx, requestId: newId() });
    const { id } = await planCreation(ctx(), PlanCreationInput.parse({ list: name }));
    await startBulkRun(ctx(), StartBulkRunInput.parse({ id }));
    await continueBulkRun(workerContext(), { accountId: ctx().accountId, runId: id });
    const [handed] = await handOverBulkRun(ctx(), { id });
    return { id, claimToken: handed?.token ?? "" };
  },

  async publicKey({ account, subAccount }) {
    const input = { subAccountName: subAccount, name: "", publicKey: buildPublicKey(), expiresInDays: 3 };
    return uploadPublicKey(await inside(account), input);
  },

  async newestEvent({ account }) {
    const [row] = await direct`select e.id from app.audit_events e join app.accounts a using (account_id)
      where a.name = ${account} order by e.occurred_at desc, e.id desc limit 1`;
    return { id: String(row?.id) };
  },

  async history({ account, people, days, strayId }) {
    await tellHistory({
      account,
      days,
      topUp: "500",
      ...(strayId && {
        incidents: {
          [days]: ({ clock, events }) =>
            reportUsage(clock, [{ ...events[0], id: strayId, subaccount: "somebody-else" }]),
        },
      }),
      people: demoUsage.orchard?.map((one, at) => ({ ...one, name: people[at] ?? "" })) ?? [],
    });
    const { accountId } = await inside(account);
    const [row] = await direct`select to_char(period, 'YYYY-MM') as month, id::text from app.charges
      where account_id = ${accountId} and sub_account_id =
        (select id from app.sub_accounts s where s.account_id = ${accountId} and s.name = ${people[1]})
      order by period desc, id desc limit 1`;
    return { month: String(row?.month), chargeId: String(row?.id) };
  },

  async expireClaimLinks({ account }) {
    await direct`update app.reset_links l set expires_at = now() - interval '1 minute' from app.accounts a
      where a.account_id = l.account_id and a.name = ${account} and l.kind = 'claim'`;
    return {};
  },

  async setUpLink() {
    const token = randomBytes(32).toString("base64url");
    const hash = createHash("sha256").update(token).digest("hex");
    await direct`insert into app.set_up_links (id, token_hash, expires_at)
      values (${newId()}, ${hash}, now() + interval '1 hour')`;
    return { token };
  },

  async documentIds({ account }) {
    const rows = await direct`select d.id from app.identity_documents d join app.accounts a using (account_id)
      where a.name = ${account} order by d.created_at`;
    return { ids: rows.map((row) => String(row.id)) };
  },

  async verificationId({ account }) {
    const [row] = await direct`select v.id from app.identity_verifications v join app.accounts a using (account_id)
      where a.name = ${account} order by v.created_at desc`;
    return { id: String(row?.id) };
  },

  async accountId({ account }) {
    const [row] = await direct`select account_id from app.accounts where name = ${account}`;
    return { accountId: String(row?.account_id) };
  },

  async count({ table, accounts }) {
    const [row] = await direct`select count(*)::int as n from ${direct(`app.${table}`)}
      where account_id in (select account_id from app.accounts where name = any(string_to_array(${accounts.join()}, ',')))`;
    return { rows: Number(row?.n) };
  },

  /** Operators whom nobody made on the host: tests beside this one make some there. */
  async operatorsFromOutside() {
    const [row] = await direct`select count(*)::int as n from app.operators o where not exists (
      select from app.operator_audit_events e
      where e.action = 'platform:CreateOperator' and e.resource = o.email and e.actor_name = 'command line')`;
    return { rows: Number(row?.n) };
  },

  /** Everything these accounts own, table by table, but for what signing in and being refused writes. */
  async snapshot({ accounts }) {
    const tables = await direct`select table_name from information_schema.columns
      where table_schema = 'app' and column_name = 'account_id' and table_name <> 'sessions' and table_name not like 'audit_events%'
      order by 1`;
    const digests: Record<string, string> = {};
    for (const { table_name: table } of tables) {
      const [row] = await direct`
        select count(*)::int as n, md5(coalesce(string_agg(j, '' order by j), '')) as digest from (
          select (to_jsonb(t) - 'last_sign_in_at' - 'handed_out_at')::text as j from ${direct(`app.${table}`)} t
          where account_id in (select account_id from app.accounts where name = any(string_to_array(${accounts.join()}, ',')))) rows`;
      digests[table] = `${row?.n} ${row?.digest}`;
    }
    return { digests };
  },

  async prove({ cookie }) {
    const hash = createHash("sha256")
      .update(cookie.slice(cookie.indexOf("=") + 1))
      .digest("hex");
    // Ahead of the clock: a worker's world lives longer than five minutes.
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const proofs = JSON.stringify(Object.fromEntries(stepUpPurposes.map((purpose) => [purpose, at])));
    await direct`update app.sessions set step_ups = ${proofs}::text::jsonb where token_hash = ${hash}`;
    await direct`update app.operator_sessions set step_ups = ${proofs}::text::jsonb where token_hash = ${hash}`;
    return {};
  },

  async code({ to }) {
    const [newest] = await readOutbox(to);
    return { code: String(newest?.params.code) };
  },

  ...factorCommands,
  ...moneyCommands,
  ...policyCommands,
  ...machineCommands,
  ...secretCommands,
  ...instanceCommands(urls.appUrl),

  /** How often a secret stands anywhere in the database, sealed values being unreadable. */
  async search({ text }) {
    const tables = await direct`select table_schema, table_name from information_schema.tables
      where table_schema in ('app', 'auth', 'billing', 'pgboss') and table_type = 'BASE TABLE'`;
    // As it stands in a text, and in bytes as PostgreSQL prints them.
    const inBytes = Buffer.from(text).toString("hex");
    const found: string[] = [];
    for (const { table_schema: schema, table_name: table } of tables) {
      const rows =
        await direct`select 1 from ${direct(`${schema}.${table}`)} t where strpos(t::text, ${text}) > 0 or strpos(t::text, ${inBytes}) > 0 limit 1`;
      if (rows.length > 0) found.push(`${schema}.${table}`);
    }
    return { found };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { name, input } = JSON.parse(line) as { name: keyof MakerCommands; input: never };
  try {
    process.stdout.write(`${JSON.stringify({ value: await commands[name](input) })}\n`);
  } catch (error) {
    process.stdout.write(
      `${JSON.stringify({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`,
    );
  }
}
process.exit();
