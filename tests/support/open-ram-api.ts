import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { ramApi } from "@/lib/entrypoints/ram-api/ram-api";
import { buildAccount } from "./build-account";
import { openDoor } from "./open-door";

const noPages = () => {
  throw new Error("a signed call reached the pages");
};

/** A key of a sub-account, or (null) of the root user. */
export async function issueKey(root: Context, ownerName: string | null) {
  const wish = CreateAccessKeyInput.parse({ ownerName: ownerName ?? "", expiresInDays: "none" });
  const { accessKey, secret } = await createAccessKey({ ...root, stepUp: new Set(["access-keys"] as const) }, wish);
  return { accessKeyId: accessKey.id, secret };
}

/** A front door with the RAM API behind it, an account of its own and its root user's key. */
export async function openRamApi(options: Parameters<typeof buildAccount>[0] = {}) {
  const root = { ...(await buildAccount(options)), authorityEpoch: null };
  const key = await issueKey(root, null);
  const { port } = await openDoor(noPages, { machines: [ramApi] });
  return { root, port, key };
}
