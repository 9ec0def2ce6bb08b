import "server-only";
import { actorKeyOf, type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { newId } from "@/lib/foundation/ids";

/** The platform itself at work: what nobody waits for. */
export function workerContext(now = new Date()): PlatformContext {
  const actor = { type: "worker", sessionId: null, name: "worker" } as const;
  const facts = { ip: "127.0.0.1", userAgent: "worker" };
  return {
    requestId: newId(now.getTime()),
    now,
    platform: true,
    actor,
    actorKey: actorKeyOf(actor),
    policies: [allowAll],
    facts,
    ...withoutSession,
  };
}
