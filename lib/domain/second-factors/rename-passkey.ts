import "server-only";
import { and, eq } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { authorizeHolder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";

/** Calls one of one's own passkeys otherwise: it opens what it opened. */
export async function renamePasskey(
  ctx: Context | PlatformContext,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const actions = { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" } as const;
  const holder = authorizeHolder(ctx, actions);
  const { factors } = holder.tables;
  const own = and(holder.own.factors, eq(factors.id, id), eq(factors.kind, "passkey"));
  await withHolderTransaction(holder, async (tx) => {
    const [before] = await tx.select({ name: factors.name }).from(factors).where(own).for("update");
    if (!before) throw new DomainError("not-found", "second-factor");
    await tx.update(factors).set({ name }).where(own);
    await recordHolderAudit(tx, holder, { ...actions, before, after: { kind: "passkey", name } });
  });
}
