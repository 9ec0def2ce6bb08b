/** Before the first request: the configuration holds together and every table is fenced, or nothing is served. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("@/lib/foundation/env");
  const { requireFencedDatabase } = await import("@/lib/foundation/readiness");
  env();
  await requireFencedDatabase();
}
