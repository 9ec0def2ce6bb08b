import { expect, it } from "vitest";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { forgetIdempotencyKeys } from "./forget-idempotency-keys";

const hourMs = 3_600_000;
const inHours = (hours: number) => ({
  ...buildOperator({ host: true }),
  now: new Date(Date.now() + hours * hourMs),
});

it("a key is remembered for a day, and forgotten after it, however many there are", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const once = later(root, { idempotencyKey: newId() });
  const input = CreateSubAccountInput.parse({ name: "ada" });
  await createSubAccount(once, input);
  await lookDirectly(
    (sql) => sql`insert into app.idempotency_keys (account_id, principal, key, fingerprint)
      select ${root.accountId}, 'root-user:', g, '' from generate_series(1, 11000) g`,
  );
  await forgetIdempotencyKeys(inHours(23.9));
  await expect(createSubAccount(once, input)).rejects.toThrow(AlreadyDone);
  await forgetIdempotencyKeys(inHours(24.1));
  const left = await lookDirectly(
    (sql) => sql`select count(*)::int from app.idempotency_keys where account_id = ${root.accountId}`,
  );
  expect(left).toEqual([{ count: 0 }]);
  await expect(createSubAccount(once, input)).rejects.toMatchObject({ reason: "nameTaken" });
});
