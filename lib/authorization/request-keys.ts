import "server-only";
import type { RequestKeys } from "./condition-operators";
import { type Context, isMfaPresent, type PlatformContext } from "./context";

/** The keys of the contract that every request answers; others are `<service>:<key>`, from a platform service. */
export const ownKeys = ["acs:CurrentTime", "acs:SecureTransport", "acs:SourceIp", "acs:MFAPresent"] as const;

export function requestKeys(ctx: Context | PlatformContext): RequestKeys {
  const { now, facts } = ctx;
  return {
    "acs:CurrentTime": now.toISOString(),
    "acs:SecureTransport": String(facts.secureTransport ?? false),
    "acs:SourceIp": facts.ip,
    "acs:MFAPresent": String(isMfaPresent(ctx)),
  } satisfies Record<(typeof ownKeys)[number], string>;
}
