"use server";

import { deleteServer } from "@/lib/domain/servers/delete-server";
import { grantServerLogin } from "@/lib/domain/servers/grant-server-login";
import { issueServerCredential } from "@/lib/domain/servers/issue-server-credential";
import { registerServer } from "@/lib/domain/servers/register-server";
import { revokeServerCredentials } from "@/lib/domain/servers/revoke-server-credentials";
import { revokeServerLogin } from "@/lib/domain/servers/revoke-server-login";
import {
  DeleteServerInput,
  GrantServerLoginInput,
  IssueServerCredentialInput,
  inAccountNamed,
  NamedServerInput,
  RegisterServerInput,
  RevokeServerLoginInput,
  UpdateServerInput,
} from "@/lib/domain/servers/schema";
import { updateServer } from "@/lib/domain/servers/update-server";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { inAccount } from "@/lib/entrypoints/console/in-account";
import { paths } from "@/lib/entrypoints/console/paths";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const registerPlatformServerAction = operatorAction({
  input: RegisterServerInput.safeExtend(inAccountNamed),
  echo: ["accountName", "name", "hosts", "description"],
  verb: inAccount(registerServer),
  after: (_done, _ctx, { name }) => setFlash("servers.flash.registered", { name }),
  done: ({ accountName, name }) => paths.operator.server(accountName, name),
});

export const updatePlatformServerAction = operatorAction({
  input: UpdateServerInput.safeExtend(inAccountNamed),
  echo: ["hosts", "description"],
  verb: inAccount(updateServer),
  after: (_done, _ctx, { name }) => setFlash("servers.flash.changed", { name }),
  done: ({ accountName, name }) => paths.operator.server(accountName, name),
});

export const deletePlatformServerAction = operatorAction({
  input: DeleteServerInput.safeExtend(inAccountNamed),
  verb: inAccount(deleteServer),
  after: (_done, _ctx, { name }) => setFlash("servers.flash.deleted", { name }),
  done: () => paths.operator.servers(),
});

/** Stays on the page: the answer to this same request shows the credential, and no other does. */
export const issuePlatformServerCredentialAction = operatorAction({
  input: IssueServerCredentialInput.safeExtend(inAccountNamed),
  echo: ["graceHours"],
  verb: inAccount<IssueServerCredentialInput, { credential: string }>(issueServerCredential),
  after: async ({ credential }, { requestId }) => showOnce(requestId, credential),
  done: () => undefined,
});

export const revokePlatformServerCredentialsAction = operatorAction({
  input: NamedServerInput.safeExtend(inAccountNamed),
  verb: inAccount(revokeServerCredentials),
  after: (_done, _ctx, { name }) => setFlash("servers.flash.revoked", { name }),
  done: ({ accountName, name }) => paths.operator.server(accountName, name),
});

export const grantPlatformServerLoginAction = operatorAction({
  input: GrantServerLoginInput.safeExtend(inAccountNamed),
  echo: ["who", "subject", "login", "networks"],
  verb: inAccount(grantServerLogin),
  after: (_done, _ctx, { name, login }) => setFlash("servers.flash.letIn", { name, login }),
  done: ({ accountName, name }) => paths.operator.server(accountName, name),
});

export const revokePlatformServerLoginAction = operatorAction({
  input: RevokeServerLoginInput.safeExtend(inAccountNamed),
  verb: inAccount(revokeServerLogin),
  after: () => setFlash("servers.flash.takenAway", {}),
  done: ({ accountName, name }) => paths.operator.server(accountName, name),
});
