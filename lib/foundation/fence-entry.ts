import "server-only";
import { createHmac } from "node:crypto";
import type { Fence, PlatformFence } from "@/lib/foundation/fence";
import { secretKey } from "@/lib/foundation/secrets";

const proofSeconds = 60;

/** The statement that opens a context. */
export type Entry = { sql: string; params: (string | number | null)[] };

function proofOf(scope: string, account: string, sub: string | null, actor: string, epoch: number | null): Entry {
  const expires = Math.floor(Date.now() / 1000) + proofSeconds;
  const words = ["enter", scope, account, sub ?? "", actor, epoch ?? "", expires].join("|");
  const proof = createHmac("sha256", secretKey("seal")).update(words).digest("hex");
  return {
    sql: "select auth.enter($1, $2, $3, $4, $5, $6, $7)",
    params: [scope, account || null, sub, actor, epoch, expires, proof],
  };
}

/** Proves the fence to the database, by a key that it knows, too. */
export function entryOf(fence: Fence | PlatformFence): Entry {
  if (!("accountId" in fence)) return proofOf("platform", "", null, fence.actorKey, null);
  const { scope, accountId, actorKey, authorityEpoch } = fence;
  return scope.kind === "account"
    ? proofOf("account", accountId, null, actorKey, authorityEpoch)
    : proofOf("self", accountId, scope.subAccountId, actorKey, authorityEpoch);
}
