import "server-only";
import type { Context } from "@/lib/authorization/context";
import { rootUserPolicies } from "@/lib/authorization/self-policy";
import { grantServerLogin } from "@/lib/domain/servers/grant-server-login";
import { registerServer } from "@/lib/domain/servers/register-server";
import { GrantServerLoginInput, RegisterServerInput } from "@/lib/domain/servers/schema";
import { UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";

/** Nobody has the private half. */
const adasKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIG7TlSU/bhE60hEqgLJ5ugsove56pqLHxekgHIbuMI5 ada@laptop";

const servers = [
  {
    server: {
      name: "gpu-cluster",
      hosts: "gpu-1.harbor.test gpu-2.harbor.test gpu-3.harbor.test",
      description: "Interactive work, eight cards each",
    },
    grant: { name: "gpu-cluster", who: "everybody", login: "work", networks: "10.20.0.0/16" },
  },
  {
    server: { name: "annotation", hosts: "annotation.harbor.test:2222", description: "Labelled images" },
    grant: { name: "annotation", who: "sub-account", subject: "ada", login: "vision" },
  },
];

/** Harbor's servers, who may log in to them, and the key Ada does it with. */
export async function seedDemoServers(inside: Context): Promise<void> {
  const actor = { type: "root-user", sessionId: null, name: `root@${inside.account.name}.test` } as const;
  const stepUp = new Set(["servers", "ssh-keys"] as const);
  const root: Context = { ...inside, actor, actorKey: "root-user:", policies: rootUserPolicies, stepUp };
  for (const { server, grant } of servers) {
    await registerServer(root, RegisterServerInput.parse(server));
    await grantServerLogin(root, GrantServerLoginInput.parse(grant));
  }
  const key = { subAccountName: "ada", publicKey: adasKey, expiresInDays: "180" };
  await uploadPublicKey(root, UploadPublicKeyInput.parse(key));
}
