import type { Context } from "@/lib/authorization/context";
import { grantServerLogin } from "@/lib/domain/servers/grant-server-login";
import { issueServerCredential } from "@/lib/domain/servers/issue-server-credential";
import { registerServer } from "@/lib/domain/servers/register-server";
import { GrantServerLoginInput, RegisterServerInput } from "@/lib/domain/servers/schema";
import { later } from "./build-context";

/** A registered server with a credential. */
export async function buildServer(root: Context, name = "gpu-1"): Promise<{ name: string; credential: string }> {
  await registerServer(later(root, {}), RegisterServerInput.parse({ name, hosts: `${name}.harbor.test` }));
  const { credential } = await issueServerCredential(later(root, {}), { name, graceHours: 0 });
  return { name, credential };
}

/** Lets a sub-account, a group or everybody in, as a form would say it. */
export function letIn(
  root: Context,
  server: string,
  { subAccountName = "", groupName = "", login = "work", networks = "" },
): Promise<void> {
  const who = groupName ? "group" : subAccountName ? "sub-account" : "everybody";
  const input = { name: server, who, subject: subAccountName || groupName, login, networks };
  return grantServerLogin(later(root, {}), GrantServerLoginInput.parse(input));
}
