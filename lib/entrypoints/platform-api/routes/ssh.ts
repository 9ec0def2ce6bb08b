import "server-only";
import * as z from "zod";
import { listAuthorizedKeys } from "@/lib/domain/servers/list-authorized-keys";
import { reportServerLogin } from "@/lib/domain/servers/report-server-login";
import { resumeServer } from "@/lib/domain/servers/resume-server";
import { Fingerprint, LoginName } from "@/lib/domain/servers/schema";
import { strangeServer } from "../enter-caller";
import { serverRoute } from "../platform-route";

const login = LoginName.describe("The server's own user somebody wants to be: `%u` of sshd.");
const fingerprint = Fingerprint.describe("The key that was offered: `%f` of sshd.");

/** What sshd's AuthorizedKeysCommand asks at each login (`integrations/openssh`). */
export const authorizedKeysRoute = serverRoute({
  method: "get",
  path: "/ssh/authorized-keys",
  summary: "Which lines let a key in",
  description: [
    "Lines as sshd reads them, built here: `restrict,pty,expiry-time=…,from=…`, the key, `sub:` and whose it is. Empty where anything is in doubt: an unknown, expired or deleted key, a disabled sub-account, a workspace that was stopped, an account that is not approved, a server or login that nobody opened for it.",
    "A refusal has a status and no body. 401: the credential was revoked or replaced, so drop what you kept. Keep an answer only for the time that an outage may last.",
  ].join("\n\n"),
  query: z.strictObject({ login, fingerprint }),
  respond: 200,
  answer: z.string(),
  plain: true,
  handle: async ({ credential, now, facts }, _body, { query }) => {
    const lines = await listAuthorizedKeys({ credential, now, ip: facts.ip, ...query });
    if (lines === undefined) throw strangeServer();
    return lines;
  },
});

export const reportLoginRoute = serverRoute({
  method: "post",
  path: "/ssh/logins",
  summary: "Report a login",
  description:
    "After somebody logged in by key: the key's “last used” and the sub-account's own log say so. A key that is none of ours is passed over in silence.",
  body: z.strictObject({
    login,
    fingerprint,
    address: z.union([z.ipv4(), z.ipv6()]).describe("Where they came from, as the server saw it."),
  }),
  respond: 204,
  handle: async ({ credential, ...request }, login) => {
    const ctx = await resumeServer(credential, request);
    if (!ctx) throw strangeServer();
    await reportServerLogin(ctx, login);
  },
});
