import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { authorizeHolder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";
import { readHolder } from "./lookups";
import { newRecoveryCode, recoveryCodeHash, recoveryCodesMax } from "./recovery-code-rules";
import { requireFactorProof } from "./rules";
import { tellFactorsChanged } from "./steps";

/** Ten new codes, shown in the answer to this request and never again; those before them stop working. */
export async function makeRecoveryCodes(ctx: Context | PlatformContext): Promise<string[]> {
  const holder = authorizeHolder(ctx, { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" });
  requireFactorProof(holder.allowed);
  const made = Array.from({ length: recoveryCodesMax }, newRecoveryCode);
  await withHolderTransaction(holder, async (tx) => {
    const { means } = await readHolder(tx, holder);
    if (!means.totp && means.passkeys === 0) {
      throw new DomainError("invalid-state", "second-factor", { reason: "factorFirst" });
    }
    const { codes } = holder.tables;
    await tx.delete(codes).where(holder.own.codes);
    const rows = made.map((code) => ({ ...holder.owner.codes, id: newId(), codeHash: recoveryCodeHash(code) }));
    await tx.insert(codes).values(rows);
    await tellFactorsChanged(tx, holder, "added");
    await recordHolderAudit(tx, holder, {
      account: "ram:BindMFADevice",
      platform: "platform:BindSecondFactor",
      after: { kind: "recovery-codes", count: made.length },
    });
  });
  return made;
}
