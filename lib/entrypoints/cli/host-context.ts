import "server-only";
import { actorKeyOf, type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { newId } from "@/lib/foundation/ids";

/** Whoever has a shell on the host is an operator without a name: the operating system let them in. */
export function hostContext(now = new Date()): PlatformContext {
  const actor = { type: "operator", operatorId: null, sessionId: null, name: "command line" } as const;
  return {
    requestId: newId(now.getTime()),
    now,
    platform: true,
    actor,
    actorKey: actorKeyOf(actor),
    policies: [allowAll],
    ...withoutSession,
    facts: { ip: "127.0.0.1", userAgent: "cli" },
  };
}
