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
  NamedServerInput,
  RegisterServerInput,
  RevokeServerLoginInput,
  UpdateServerInput,
} from "@/lib/domain/servers/schema";
import { updateServer } from "@/lib/domain/servers/update-server";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const registerServerAction = consoleAction({
  input: RegisterServerInput,
  echo: ["name", "hosts", "description"],
  verb: registerServer,
  after: (_done, _ctx, { name }) => setFlash("servers.flash.registered", { name }),
  done: ({ name }) => paths.servers.install(name),
});

export const updateServerAction = consoleAction({
  input: UpdateServerInput,
  echo: ["hosts", "description"],
  verb: updateServer,
  after: (_done, _ctx, { name }) => setFlash("servers.flash.changed", { name }),
  done: ({ name }) => paths.servers.one(name),
});

export const deleteServerAction = consoleAction({
  input: DeleteServerInput,
  verb: deleteServer,
  after: (_done, _ctx, { name }) => setFlash("servers.flash.deleted", { name }),
  done: () => paths.servers.list(),
});

/** Stays on the page: the answer to this same request shows the credential, and no other does. */
export const issueServerCredentialAction = consoleAction({
  input: IssueServerCredentialInput,
  echo: ["graceHours"],
  verb: issueServerCredential,
  after: async ({ credential }, { requestId }) => showOnce(requestId, credential),
  done: () => undefined,
});

export const revokeServerCredentialsAction = consoleAction({
  input: NamedServerInput,
  verb: revokeServerCredentials,
  after: (_done, _ctx, { name }) => setFlash("servers.flash.revoked", { name }),
  done: ({ name }) => paths.servers.install(name),
});

export const grantServerLoginAction = consoleAction({
  input: GrantServerLoginInput,
  echo: ["who", "subject", "login", "networks"],
  verb: grantServerLogin,
  after: (_done, _ctx, { name, login }) => setFlash("servers.flash.letIn", { name, login }),
  done: ({ name }) => paths.servers.one(name),
});

export const revokeServerLoginAction = consoleAction({
  input: RevokeServerLoginInput,
  verb: revokeServerLogin,
  after: () => setFlash("servers.flash.takenAway", {}),
  done: ({ name }) => paths.servers.one(name),
});
