import "server-only";
import type { bulkRows } from "@/db/schema/bulk-rows";
import type { Context } from "@/lib/authorization/context";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { endAllSessions } from "@/lib/domain/sessions/end-all-sessions";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { requirePasswordChange } from "@/lib/domain/sub-accounts/require-password-change";
import { SetPasswordInput } from "@/lib/domain/sub-accounts/schema";
import { setLabel } from "@/lib/domain/sub-accounts/set-label";
import { setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { updateLoginProfile } from "@/lib/domain/sub-accounts/update-login-profile";
import { DomainError } from "@/lib/foundation/errors";
import { keepKit } from "./kit-steps";
import { readCreation } from "./read-creation";
import type { BulkKind } from "./schema";

type Row = Pick<typeof bulkRows.$inferSelect, "runId" | "position" | "name" | "input">;
type Act = (ctx: Context, row: Row, params: Params) => Promise<unknown>;
type Params = Record<string, string>;

/** The verb of each kind: the same that a single act goes through. */
const acts: Record<BulkKind, Act> = {
  create: (ctx, { runId, position, input }, params) => {
    const read = readCreation(input ?? {}, params);
    if (!read.input) throw new DomainError("invalid-input", "sub-account", { reason: read.reason });
    return createSubAccount(ctx, read.input, (tx, allowed, _owner, made) =>
      keepKit(tx, allowed, { runId, position }, made),
    );
  },
  disable: (ctx, { name }, { reason = "" }) => disableSubAccount(ctx, { name, reason }),
  enable: (ctx, { name }) => enableSubAccount(ctx, { name }),
  delete: (ctx, { name }) => deleteSubAccount(ctx, { name, typedName: name }),
  reset: (ctx, { name }) => setPassword(ctx, SetPasswordInput.parse({ name, passwordChoice: "link" })),
  "require-change": (ctx, { name }) => requirePasswordChange(ctx, { name }),
  "require-factor": (ctx, { name }) => updateLoginProfile(ctx, { name, mfaBindRequired: true }),
  label: (ctx, { name }, { key = "", value = "" }) => setLabel(ctx, { name, key, value }),
  "end-sessions": (ctx, { name }) => endAllSessions(ctx, { name, keep: "none" }),
  "join-group": (ctx, { name }, { groupName = "" }) => addUserToGroup(ctx, { name, groupName }),
  "leave-group": (ctx, { name }, { groupName = "" }) => removeUserFromGroup(ctx, { name, groupName }),
  limit: (ctx, { name }, params) => setSpendLimit(ctx, SetSpendLimitInput.parse({ subAccountName: name, ...params })),
  "disable-keys": (ctx, { name: id, input }) =>
    updateAccessKey(ctx, { id, ownerName: input?.owner || null, state: "disabled" }),
};

export function doRow(ctx: Context, { kind, params }: { kind: BulkKind; params: Params }, row: Row): Promise<unknown> {
  return acts[kind](ctx, row, params);
}
