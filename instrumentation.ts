/** Before the first request: configuration and system policies hold together, every table is fenced, or nothing is served. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/foundation/env");
  const { systemPolicies } = await import("@/lib/authorization/system-policies");
  const { requireFencedDatabase } = await import("@/lib/foundation/readiness");
  env();
  systemPolicies();
  await requireFencedDatabase();
}
