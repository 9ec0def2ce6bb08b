import type { Context } from "@/lib/authorization/context";
import { insertAccessKey } from "@/lib/domain/access-keys/steps";
import { mintFence } from "@/lib/foundation/fence";
import { withTransaction } from "@/lib/foundation/transaction";
import type { TestKey } from "./sign-request";

/** Working keys of an account's root user, past the limit of two: for where it counts how many there are. */
export function insertRootKeys(root: Context, count: number): Promise<TestKey[]> {
  const allowed = mintFence({ ...root, actorKey: "root-user:", authorityEpoch: null });
  return withTransaction(allowed, async (tx) => {
    const issued: TestKey[] = [];
    for (let made = 0; made < count; made++) {
      const owner = { subAccountId: null, name: null, disabled: false };
      const wish = { name: "", note: "", expiresAt: null, networkPolicy: null };
      const { accessKey, secret } = await insertAccessKey(tx, allowed, owner, wish);
      issued.push({ accessKeyId: accessKey.id, secret });
    }
    return issued;
  });
}
