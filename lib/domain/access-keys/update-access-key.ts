import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accessKeysResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { findKeyOf, lockActiveKeyOwner, lockKeyOwner } from "./lookups";
import { maySign, requireRoomForActive, requireRootForRootKeys, standingOf } from "./rules";
import type { UpdateAccessKeyInput } from "./schema";
import { setKeyState } from "./steps";

/** Disables a key, or enables it again where there is room. A key that is so already stays so, as RAM has it. */
export async function updateAccessKey(ctx: Context, { id, ownerName, state }: UpdateAccessKeyInput): Promise<void> {
  const allowed = authorize(ctx, "ram:UpdateAccessKey", accessKeysResource(ctx, ownerName));
  requireRootForRootKeys(allowed, ownerName);
  await withTransaction(allowed, async (tx) => {
    const owner = await (state === "active" ? lockActiveKeyOwner : lockKeyOwner)(tx, allowed, ownerName);
    const { key, others } = await findKeyOf(tx, allowed, owner, { id });
    if (state === "active" && !maySign(standingOf(key, allowed.now))) requireRoomForActive(others, allowed.now);
    await setKeyState(tx, allowed, id, state);
    await recordAudit(tx, allowed, {
      action: "ram:UpdateAccessKey",
      resource: id,
      subAccountId: owner.subAccountId,
      before: { state: key.state },
      after: { owner: ownerName, state },
    });
  });
}
