import { describe, expect, it } from "vitest";
import { confirmSignUp } from "@/lib/domain/accounts/confirm-sign-up";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUp } from "@/lib/domain/accounts/sign-up";
import { createOperator } from "@/lib/domain/operators/create-operator";
import { openOperatorSession } from "@/lib/domain/sessions/operator-steps";
import { openSession } from "@/lib/domain/sessions/steps";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import { resetPassword } from "@/lib/domain/sign-in/reset-password";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { getSubAccount, listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { createWebhook } from "@/lib/domain/webhooks/create-webhook";
import { listWebhooks } from "@/lib/domain/webhooks/queries";
import { DomainError } from "@/lib/foundation/errors";
import { mintFence, mintPlatformFence } from "@/lib/foundation/fence";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { dose } from "@/tests/support/dose";
import { lookDirectly } from "@/tests/support/look-directly";
import { readOutbox } from "@/tests/support/read-outbox";

/**
 * Everything at once; what each came to: "done", a DomainError's code and reason, or an error's name. Who is told that
 * the database has no time, and that nothing was changed, asks again: on a slow machine fifty wait longer than they may.
 */
async function race(count: number, work: (index: number) => Promise<unknown>): Promise<Record<string, number>> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      untilHeard(() => work(index)).then(
        () => "done",
        (error: unknown) => nameOf(error),
      ),
    ),
  );
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

async function untilHeard(work: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === "unavailable" && error.noun === "database")) throw error;
    }
  }
}

function nameOf(error: unknown): string {
  if (error instanceof DomainError) return error.reason ? `${error.code} ${error.reason}` : error.code;
  return error instanceof Error ? error.name : String(error);
}

const named = (name: string) => CreateSubAccountInput.parse({ name });
const atRootDoor = (name: string, password = testPassword) =>
  ({ door: { kind: "root-user" }, name, password, device: undefined, incomingToken: undefined }) as const;

describe("fifty at once", () => {
  it("create one sub-account of one name", async () => {
    const root = await buildAccount();
    const counts = await race(50, () => createSubAccount(later(root, {}), named("ada")));
    expect(counts).toEqual({ done: 1, "already-exists nameTaken": 49 });
    const list = await listSubAccounts(root, SubAccountFilter.parse({}));
    expect(list.rows.map(({ name }) => name)).toEqual(["ada"]);
    expect(list.counts).toEqual({ active: 1, disabled: 0 });
  });

  it("count every one of fifty different names", async () => {
    const root = await buildAccount();
    expect(await race(50, (index) => createSubAccount(later(root, {}), named(`n${index}`)))).toEqual({ done: 50 });
    expect((await listSubAccounts(root, SubAccountFilter.parse({}))).counts).toEqual({ active: 50, disabled: 0 });
  });

  it("create twenty webhooks, and no twenty-first", async () => {
    const root = await buildAccount();
    const wish = { url: "https://hooks.example/in", description: "", events: ["wallet.low" as const] };
    expect(await race(50, () => createWebhook(later(root, {}), wish))).toEqual({
      done: 20,
      "limit-reached tooManyWebhooks": 30,
    });
    expect(await listWebhooks(root)).toHaveLength(20);
  });

  it("of the same idempotency key have one effect", async () => {
    const root = await buildAccount();
    const rounds = dose(6, 20);
    for (let round = 0; round < rounds; round++) {
      const idempotencyKey = newId();
      const counts = await race(50, () => createSubAccount(later(root, { idempotencyKey }), named(`r${round}`)));
      expect(counts).toEqual({ done: 1, [AlreadyDone.name]: 49 });
    }
    expect((await listSubAccounts(root, SubAccountFilter.parse({}))).counts).toEqual({ active: rounds, disabled: 0 });
  });

  it("open one account with one right code", async () => {
    const name = `acct-${newId().slice(-12)}`;
    const email = `${name}@example.test`;
    const input = SignUpInput.parse({
      email,
      phone: "+8613800138000",
      accountName: name,
      companyName: "Race",
      password: testPassword,
      channel: "mail",
    });
    const token = await signUp(buildStranger(), { ...input, locale: "en" });
    const code = String((await readOutbox(email))[0]?.params.code);
    const counts = await race(50, () => confirmSignUp(buildStranger(), { token, code }));
    expect(counts.done).toBe(1);
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(50);
    const [row] = await lookDirectly((sql) => sql`select count(*)::int as n from app.accounts where name = ${name}`);
    expect(row?.n).toBe(1);
    await expect(signIn(buildStranger(), atRootDoor(email))).resolves.toMatchObject({ kind: "root-user" });
  });

  it("set one new password with one reset link", async () => {
    const root = await buildAccount();
    const { name } = root.actor;
    let token = "";
    await requestPasswordReset(buildStranger(), {
      door: { kind: "root-user" },
      name,
      linkOf: (made) => {
        token = made;
        return made;
      },
    });
    const passwordOf = (index: number) => `Race-for-the-link-${index}`;
    const won: number[] = [];
    const counts = await race(50, async (index) => {
      await resetPassword(buildStranger(), { token, password: passwordOf(index) });
      won.push(index);
    });
    expect(counts.done).toBe(1);
    const [winner] = won;
    await expect(signIn(buildStranger(), atRootDoor(name, passwordOf(Number(winner))))).resolves.toBeDefined();
    const [row] = await lookDirectly(
      (sql) => sql`select count(*)::int as n from app.audit_events
        where account_id = ${root.accountId} and action = 'espalier:ResetPassword'`,
    );
    expect(row?.n).toBe(1);
  });
});

describe("two hundred guesses at once", () => {
  it("are judged up to the limit and no further, and the right one has to wait too", async () => {
    const root = await buildAccount();
    const { name } = root.actor;
    const counts = await race(200, (index) => signIn(buildStranger(), atRootDoor(name, `wrong-${index}`)));
    const [row] = await lookDirectly(
      (sql) => sql`select count(*)::int as n from app.audit_events
        where account_id = ${root.accountId} and action = 'espalier:SignIn' and result = 'refused'`,
    );
    expect(row?.n).toBe(5);
    expect(counts["unauthenticated wrongCredentials"]).toBe(5);
    expect(counts.done).toBeUndefined();
    await expect(signIn(buildStranger(), atRootDoor(name))).rejects.toMatchObject({ code: "rate-limited" });
  });
});

describe("sign-ins at once", () => {
  it.each(["a root user", "a sub-account"])("leave five sessions of %s open, however many there were", async (who) => {
    const root = await buildAccount();
    const person = who === "a root user" ? root : await buildSubAccount(root);
    const allowed = mintFence(person);
    const of = person.scope.kind === "sub-account" ? person.scope.subAccountId : null;
    // Behind the password: its hash would let them pass one after the other.
    const counts = await race(20, () =>
      withTransaction(allowed, (tx) => openSession(tx, allowed, { of, administrator: false })),
    );
    expect(counts).toEqual({ done: 20 });
    const [row] = await lookDirectly(
      (sql) => sql`
        select count(*) filter (where ended_at is null)::int as open, count(*)::int as all,
          (select count(*)::int from auth.directory_entries d
            where d.account_id = ${root.accountId} and d.kind = 'session') as keys
        from app.sessions where account_id = ${root.accountId}`,
    );
    expect(row).toEqual({ open: 5, all: 20, keys: 5 });
  });

  it("leave five sessions of an operator open", async () => {
    const email = `${newId()}@operators.test`;
    const host = buildOperator({ host: true });
    const operatorId = await createOperator(host, { email, displayName: "Race", password: testPassword });
    const allowed = mintPlatformFence(host);
    await race(20, () => withPlatformTransaction(allowed, (tx) => openOperatorSession(tx, allowed, operatorId)));
    const [row] = await lookDirectly(
      (sql) => sql`
        select count(*) filter (where ended_at is null)::int as open, count(*)::int as all
        from app.operator_sessions where operator_id = ${operatorId}`,
    );
    expect(row).toEqual({ open: 5, all: 20 });
  });
});

describe("a sub-account that is disabled while it works", () => {
  it("succeeds in nothing that begins after its disabling has committed", async () => {
    const root = await buildAccount();
    let before = 0;
    for (let trial = 0; trial < 100; trial++) {
      const victim = await buildSubAccount(root, { name: `victim-${trial}` });
      const { name } = victim.actor;
      let committed = false;
      const work = Array.from({ length: 6 }, async () => {
        for (let call = 0; call < 4; call++) {
          const late = committed;
          const read = await getSubAccount(later(victim, {}), name).then(
            () => true,
            () => false,
          );
          if (read && late) throw new Error(`trial ${trial}: read after it was disabled`);
          if (read) before += 1;
        }
      });
      const disabling = disableSubAccount(later(root, {}), { name, reason: "race" }).then(() => {
        committed = true;
      });
      await Promise.all([disabling, ...work]);
      await expect(getSubAccount(victim, name)).rejects.toThrow();
    }
    expect(before).toBeGreaterThan(0);
  });
});
