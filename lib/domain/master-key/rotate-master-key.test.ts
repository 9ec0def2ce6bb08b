import { expect, it } from "vitest";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { findSigningKey } from "@/lib/domain/access-keys/find-signing-key";
import { findKept } from "@/lib/domain/access-keys/kept-keys";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { openForPlatform, sealForPlatform } from "@/lib/foundation/data-keys";
import { currentKek } from "@/lib/foundation/key-ring";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { rotateMasterKey } from "./rotate-master-key";

const accounts = 6;
const keysEach = 4;

it("wraps every data key anew while signed calls go on, and not one of them fails", async () => {
  const host = buildOperator({ host: true });
  const issued = new Map<string, string>();
  for (let made = 0; made < accounts; made++) {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    for (let person = 0; person < keysEach / 2; person++) {
      await buildSubAccount(root, { name: `s-${person}` });
      for (let key = 0; key < 2; key++) {
        const wish = CreateAccessKeyInput.parse({ ownerName: `s-${person}`, expiresInDays: "90" });
        const { accessKey, secret } = await createAccessKey(root, wish);
        issued.set(accessKey.id, secret);
      }
    }
  }
  const platformValue = sealForPlatform("test", "row", "kept");
  const before = currentKek().id;
  const ids = [...issued.keys()];
  let rotating = true;
  let calls = 0;
  const caller = async (from: number) => {
    for (let at = from; rotating; at++) {
      const id = ids[at % ids.length] ?? "";
      expect((await findSigningKey(id, new Date()))?.secret).toBe(issued.get(id));
      calls += 1;
    }
  };
  for (const id of ids) await findSigningKey(id, new Date());
  const keptBefore = new Map(ids.map((id) => [id, findKept(id)?.revision]));
  const callers = [0, 1, 2, 3].map((from) => caller((from * ids.length) / 4));
  const rotation = await rotateMasterKey(host, { settleMs: 10 });
  rotating = false;
  await Promise.all(callers);
  expect(rotation.kekId).not.toBe(before);
  expect(rotation.accounts).toBeGreaterThanOrEqual(accounts);
  expect(calls).toBeGreaterThan(0);
  const [left] = await lookDirectly(
    (sql) => sql`select count(*)::int as n from app.data_keys where kek_id = ${before}`,
  );
  expect(left).toEqual({ n: 0 });
  for (const [id, secret] of issued) {
    expect((await findSigningKey(id, new Date()))?.secret).toBe(secret);
    expect(findKept(id)?.revision).not.toBe(keptBefore.get(id));
  }
  expect(openForPlatform("test", "row", platformValue).toString()).toBe("kept");
});

it("is refused to an operator's browser session and to everybody else but the host", async () => {
  const refused = rotateMasterKey({ ...buildOperator(), policies: [] });
  await expect(refused).rejects.toMatchObject({ code: "forbidden" });
});
