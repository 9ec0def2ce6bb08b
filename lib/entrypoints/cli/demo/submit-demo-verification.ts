import "server-only";
import type { Context } from "@/lib/authorization/context";

/** Placeholder until the identity-verification verbs land. */
export async function submitDemoVerification(_inside: Context): Promise<void> {}
