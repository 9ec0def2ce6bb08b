import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { operators } from "@/db/schema/operators";
import { setUpLinks } from "@/db/schema/set-up-links";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import { withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import { hashOperatorPassword, insertOperator } from "./create-operator";
import type { CreateOperatorInput } from "./schema";

const linkHours = 24;

/** A one-time link for the platform's first operator; undefined when there is an operator already. */
export async function createSetUpLink(platform: PlatformContext): Promise<string | undefined> {
  const allowed = authorizePlatform(platform, "platform:CreateSetUpLink");
  const token = newToken();
  return withPlatformTransaction(allowed, async (tx) => {
    const [someone] = await tx.select({ id: operators.id }).from(operators).limit(1);
    if (someone) return undefined;
    await tx.update(setUpLinks).set({ usedAt: allowed.now }).where(isNull(setUpLinks.usedAt));
    await tx.insert(setUpLinks).values({
      id: newId(),
      tokenHash: hashToken(token),
      expiresAt: new Date(allowed.now.getTime() + linkHours * 3_600_000),
    });
    await recordPlatformAudit(tx, allowed, { action: "platform:CreateSetUpLink", resource: "set-up-link" });
    return token;
  });
}

const alive = (token: string, now: Date) =>
  and(eq(setUpLinks.tokenHash, hashToken(token)), isNull(setUpLinks.usedAt), gt(setUpLinks.expiresAt, now));

/** Whether the link still opens anything: for the page that shows the form, which uses nothing up. */
export async function isSetUpLinkAlive(stranger: PlatformContext, token: string): Promise<boolean> {
  const rows = await withPlatformRead(mintPlatformFence(stranger), (tx) =>
    tx.select({ id: setUpLinks.id }).from(setUpLinks).where(alive(token, stranger.now)),
  );
  return rows.length === 1;
}

/** The first operator, by the link that the console printed: it works once. Signs nobody in. */
export async function setUpOperator(
  stranger: PlatformContext,
  { token, ...input }: CreateOperatorInput & { token: string },
): Promise<void> {
  if (!(await isSetUpLinkAlive(stranger, token))) {
    throw new DomainError("invalid-state", "set-up-link", { reason: "linkOver" });
  }
  const passwordHash = await hashOperatorPassword(input);
  const allowed = mintPlatformFence(stranger);
  await withPlatformTransaction(allowed, async (tx) => {
    const used = await tx
      .update(setUpLinks)
      .set({ usedAt: stranger.now })
      .where(alive(token, stranger.now))
      .returning({ id: setUpLinks.id });
    if (used.length === 0) throw new DomainError("invalid-state", "set-up-link", { reason: "linkOver" });
    await insertOperator(tx, allowed, input, passwordHash);
  });
}
