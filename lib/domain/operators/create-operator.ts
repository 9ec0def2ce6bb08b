import "server-only";
import { sql } from "drizzle-orm";
import { operators } from "@/db/schema/operators";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { requireGoodPassword } from "@/lib/domain/sign-in/require-good-password";
import { DomainError } from "@/lib/foundation/errors";
import { newOperatorId, type OperatorId } from "@/lib/foundation/ids";
import { isUniqueViolation } from "@/lib/foundation/sql-errors";
import { type Tx, withPlatformTransaction } from "@/lib/foundation/transaction";
import type { CreateOperatorInput } from "./schema";

/** Another person who runs the platform. Throws `already-exists` on the e-mail field. */
export async function createOperator(platform: PlatformContext, input: CreateOperatorInput): Promise<OperatorId> {
  const allowed = authorizePlatform(platform, "platform:CreateOperator");
  const passwordHash = await hashOperatorPassword(input);
  return withPlatformTransaction(allowed, (tx) => insertOperator(tx, allowed, input, passwordHash));
}

export async function hashOperatorPassword({ email, displayName, password }: CreateOperatorInput): Promise<string> {
  requireGoodPassword(password, [email.split("@")[0] ?? "", displayName]);
  return hashPassword(password);
}

export async function insertOperator(
  tx: Tx,
  allowed: PlatformAllowed,
  { email, displayName }: CreateOperatorInput,
  passwordHash: string,
): Promise<OperatorId> {
  const id = newOperatorId();
  try {
    await tx.execute(sql`select auth.register_key('operator-email', ${email}, null)`);
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new DomainError("already-exists", "operator", { reason: "taken", details: { field: "email" }, cause });
  }
  await tx.insert(operators).values({ id, email, displayName, passwordHash });
  await recordPlatformAudit(tx, allowed, {
    action: "platform:CreateOperator",
    resource: email,
    after: { email, displayName },
  });
  return id;
}
