import { expect, it } from "vitest";
import { buildOperator } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { sweepNonces } from "./sweep-nonces";

it("nonces that no accepted time can come back with are forgotten, however many, and no other", async () => {
  await lookDirectly(
    (sql) => sql`insert into auth.signature_nonces (access_key_id, nonce, used_at)
      select 'swept', 'old-' || g, now() - interval '32 minutes' from generate_series(1, 45000) g
      union all select 'swept', 'fresh', now() - interval '30 minutes'`,
  );
  await sweepNonces(buildOperator({ host: true }));
  const left = await lookDirectly((sql) => sql`select nonce from auth.signature_nonces where access_key_id = 'swept'`);
  expect(left).toEqual([{ nonce: "fresh" }]);
});
