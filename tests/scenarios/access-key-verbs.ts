import { and, eq } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import type { Context } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { deleteAccessKey } from "@/lib/domain/access-keys/delete-access-key";
import { disableLeakedKeys } from "@/lib/domain/access-keys/disable-leaked-keys";
import { disableUnseenKey } from "@/lib/domain/access-keys/disable-unseen-key";
import { editAccessKey } from "@/lib/domain/access-keys/edit-access-key";
import { keepAccessKey } from "@/lib/domain/access-keys/keep-access-key";
import { retireAccessKey } from "@/lib/domain/access-keys/retire-access-key";
import { rotateAccessKey } from "@/lib/domain/access-keys/rotate-access-key";
import { CreateAccessKeyInput, EditAccessKeyInput, RotateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { setAccessKeyPolicy, setAccessKeyPolicyForAccount } from "@/lib/domain/access-keys/set-access-key-policy";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { mintFence } from "@/lib/foundation/fence";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildStranger, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openRootSession } from "@/tests/support/open-session";
import { by, byRoot, byRootOn, inAccountLog, type MutationVerb } from "./prepare-verb";

const wish = (ownerName: string) => CreateAccessKeyInput.parse({ ownerName, expiresInDays: "90" });

type Deed = (root: Context, key: { id: string; ownerName: string }) => Promise<unknown>;
const disabled: Deed = (root, key) => updateAccessKey(root, { ...key, state: "disabled" });
const enabled: Deed = async () => undefined;
const rotated: Deed = (root, key) => rotateAccessKey(root, RotateAccessKeyInput.parse({ ...key, graceHours: "24" }));
const inTwoDays = ({ now }: Context) => new Date(now.getTime() + 2 * 86_400_000);
const worker = (now: Date) =>
  buildStranger({ now, policies: [allowAll], actor: { type: "worker", sessionId: null, name: "worker" } });

/** A deed of the root user on a key of a sub-account, which is brought into its state before. */
function onKey(deed: Deed, before: Deed = disabled) {
  return byRoot(async (root) => {
    const { actor } = await buildSubAccount(root, {});
    const ownerName = actor.name;
    const { accessKey } = await createAccessKey(root, wish(ownerName));
    await before(root, { id: accessKey.id, ownerName });
    return () => deed(later(root, {}), { id: accessKey.id, ownerName });
  });
}

export const accessKeyVerbs: readonly MutationVerb[] = [
  {
    name: "createAccessKey",
    writes: inAccountLog,
    prepare: () => byRootOn({}, (root, name) => createAccessKey(root, wish(name))),
  },
  {
    name: "updateAccessKey",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => updateAccessKey(root, { ...key, state: "active" })),
  },
  {
    name: "editAccessKey",
    writes: inAccountLog,
    prepare: () =>
      onKey((root, key) => editAccessKey(root, EditAccessKeyInput.parse({ ...key, name: "ci", expiresInDays: "30" }))),
  },
  {
    name: "setAccessKeyPolicy",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => setAccessKeyPolicy(root, { ...key, policy: { active: false, lists: [] } })),
  },
  {
    name: "setAccessKeyPolicyForAccount",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => () => setAccessKeyPolicyForAccount(root, { policy: { active: false, lists: [] } })),
  },
  {
    name: "deleteAccessKey",
    writes: inAccountLog,
    prepare: () => onKey((root, key) => deleteAccessKey(root, { ...key, typedId: key.id })),
  },
  {
    name: "rotateAccessKey",
    writes: inAccountLog,
    prepare: () =>
      onKey((root, key) => rotateAccessKey(root, RotateAccessKeyInput.parse({ ...key, graceHours: "24" })), enabled),
  },
  {
    name: "keepAccessKey",
    writes: inAccountLog,
    prepare: () => onKey(keepAccessKey, rotated),
  },
  {
    name: "retireAccessKey",
    writes: inAccountLog,
    prepare: async () => {
      const prepared = await onKey(
        (root, { id }) => retireAccessKey(worker(inTwoDays(root)), { accountId: root.accountId, accessKeyId: id }),
        rotated,
      );
      return { ...prepared, actor: "job" };
    },
  },
  {
    name: "disableUnseenKey",
    writes: inAccountLog,
    prepare: async () => {
      const root = await openRootSession();
      await buildSubAccount(root, { name: "ada" });
      const { accountId } = root;
      const { accessKey } = await createAccessKey(later(root, {}), wish("ada"));
      const [left] = await withReadTransaction(mintFence({ ...root, actorKey: "root-user:" }), (tx) =>
        tx
          .select({ id: reveals.id })
          .from(reveals)
          .where(and(eq(reveals.accountId, accountId), eq(reveals.subject, accessKey.id))),
      );
      const unseen = { accountId, accessKeyId: accessKey.id, revealId: left?.id ?? "" };
      return by("job", () => disableUnseenKey(worker(inTwoDays(root)), unseen));
    },
  },
  {
    name: "disableLeakedKeys",
    writes: inAccountLog,
    prepare: () => onKey((root, { id }) => disableLeakedKeys(root, { text: id }), enabled),
  },
];
