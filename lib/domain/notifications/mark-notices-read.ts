import "server-only";
import { and, isNull } from "drizzle-orm";
import { notifications } from "@/db/schema/notifications";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { ownNotices } from "./lookups";

/** Marks all of one's own notices as read. */
export async function markNoticesRead(ctx: Context): Promise<void> {
  const allowed = authorize(ctx, "espalier:ReadNotices", ownSignInResource(ctx));
  await withTransaction(allowed, (tx) =>
    tx
      .update(notifications)
      .set({ readAt: allowed.now })
      .where(and(ownNotices(allowed), isNull(notifications.readAt))),
  );
}
