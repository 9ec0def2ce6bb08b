import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { generateSecret, generateURI } from "otplib";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { newId } from "@/lib/foundation/ids";
import { authorizeHolder, recordHolderAudit, sealForHolder, withHolderTransaction } from "./authorize-holder";
import { requireNoTotp } from "./lookups";
import { requireFactorProof } from "./rules";

export interface NewTotp {
  seed: string;
  /** What the QR code says. */
  uri: string;
}

/**
 * A new seed for an authenticator app, shown in the answer to this request and never again. It opens nothing until two
 * codes prove that an app has it; one begun before is dropped.
 */
export async function beginTotp(ctx: Context | PlatformContext): Promise<NewTotp> {
  const holder = authorizeHolder(ctx, { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" });
  requireFactorProof(holder.allowed);
  const seed = generateSecret();
  const id = newId();
  await withHolderTransaction(holder, async (tx) => {
    const { factors } = holder.tables;
    await requireNoTotp(tx, holder);
    await tx.delete(factors).where(and(holder.own.factors, eq(factors.kind, "totp"), isNull(factors.boundAt)));
    const sealedSeed = await sealForHolder(tx, holder, { purpose: "second-factor", row: id }, seed);
    await tx.insert(factors).values({ ...holder.owner.factors, id, kind: "totp", name: "", sealedSeed });
    await recordHolderAudit(tx, holder, {
      account: "ram:BindMFADevice",
      platform: "platform:BindSecondFactor",
      after: { kind: "totp", state: "begun" },
    });
  });
  const label = "accountId" in ctx ? `${ctx.account.name}#${ctx.actor.name}` : ctx.actor.name;
  return { seed, uri: generateURI({ issuer: "Espalier", label, secret: seed }) };
}
