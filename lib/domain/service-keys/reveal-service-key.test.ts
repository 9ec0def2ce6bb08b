import { expect, it } from "vitest";
import type { PlatformContext } from "@/lib/authorization/context";
import { newId } from "@/lib/foundation/ids";
import { operatorSession } from "@/tests/scenarios/prepare-verb";
import { withoutStepUp } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { uniqueName } from "@/tests/support/unique-name";
import { createServiceKey } from "./create-service-key";
import { getServiceKey } from "./queries";
import { resumeServiceKey } from "./resume-service-key";
import { claimServiceKey, revealServiceKey } from "./reveal-service-key";
import { revokeServiceKey } from "./revoke-service-key";

const wish = () => ({ name: uniqueName("svc"), services: ["compute"], scopes: ["authorize" as const] });
const again = (ctx: PlatformContext): PlatformContext => ({ ...ctx, requestId: newId() });

it("a service key is shown in one answer to its session, and its sealed value is gone", async () => {
  const ctx = await operatorSession();
  const { id, token } = await createServiceKey(ctx, wish());
  const other = await operatorSession();
  expect((await getServiceKey(ctx, id)).reveal).toBe("waiting");
  expect((await getServiceKey(other, id)).reveal).toBe("elsewhere");
  expect(await revealServiceKey(ctx, { id })).toBeUndefined();
  expect(await claimServiceKey(other, { id })).toBe(false);
  const claiming = again(ctx);
  expect(await claimServiceKey(claiming, { id })).toBe(true);
  expect(await claimServiceKey(again(ctx), { id })).toBe(false);
  expect(await revealServiceKey(again(ctx), { id })).toBeUndefined();
  expect((await getServiceKey(claiming, id)).reveal).toBe("claimed");
  expect(await revealServiceKey(claiming, { id })).toBe(token);
  expect(await revealServiceKey(claiming, { id })).toBeUndefined();
  expect((await getServiceKey(again(ctx), id)).reveal).toBe("given");
  const [row] = await lookDirectly((sql) => sql`select reveal_sealed from app.service_keys where id = ${id}`);
  expect(row).toEqual({ reveal_sealed: null });
});

it("past its ten minutes nobody sees it, and nobody uses it who was never shown it", async () => {
  const ctx = await operatorSession();
  const { id, token } = await createServiceKey(ctx, wish());
  await lookDirectly((sql) => sql`update app.service_keys set reveal_until = now() - interval '1 s' where id = ${id}`);
  expect((await getServiceKey(ctx, id)).reveal).toBe("expired");
  expect(await claimServiceKey(again(ctx), { id })).toBe(false);
  expect(await resumeServiceKey(token, ctx)).toBeUndefined();
  const shown = await createServiceKey(ctx, wish());
  const claiming = again(ctx);
  await claimServiceKey(claiming, { id: shown.id });
  await revealServiceKey(claiming, { id: shown.id });
  await lookDirectly((sql) => sql`update app.service_keys set reveal_until = now() where id = ${shown.id}`);
  expect(await resumeServiceKey(shown.token, { ...ctx, now: new Date() })).toMatchObject({ scopes: ["authorize"] });
});

it("is issued and revoked with a fresh proof, and revoked by its name alone", async () => {
  const ctx = await operatorSession();
  await expect(createServiceKey(withoutStepUp(ctx), wish())).rejects.toMatchObject({ code: "step-up-required" });
  const named = wish();
  const { id } = await createServiceKey(ctx, named);
  await expect(revokeServiceKey(withoutStepUp(ctx), { id })).rejects.toMatchObject({ code: "step-up-required" });
  for (const asked of [withoutStepUp(ctx), ctx]) {
    await expect(revokeServiceKey(asked, { id, typedName: "other" })).rejects.toMatchObject({
      code: "invalid-input",
      details: { field: "typedName" },
    });
  }
  expect((await getServiceKey(ctx, id)).revokedAt).toBeNull();
  await revokeServiceKey(ctx, { id, typedName: named.name });
  expect((await getServiceKey(ctx, id)).revokedAt).toBeInstanceOf(Date);
  await expect(revokeServiceKey(ctx, { id, typedName: named.name })).rejects.toMatchObject({ code: "not-found" });
  await expect(getServiceKey(ctx, "malformed")).rejects.toMatchObject({ code: "not-found" });
});
