import type { Context } from "@/lib/authorization/context";
import { findResources } from "@/lib/domain/resources/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";

export type ResourcesFound = Awaited<ReturnType<typeof findResources>>;

/** Where the reader finds those resources of these charges that it may see. */
export async function resourcesOf(
  ctx: Context,
  charges: readonly { resource: string | null }[],
): Promise<ResourcesFound> {
  if (!navigationOf(ctx).maySeeResources) return new Map();
  const arns = charges.flatMap(({ resource }) => resource ?? []);
  return forPage(findResources(ctx, arns));
}
