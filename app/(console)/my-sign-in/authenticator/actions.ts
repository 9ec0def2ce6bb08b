"use server";
import { beginTotp } from "@/lib/domain/second-factors/begin-totp";
import { bindTotp } from "@/lib/domain/second-factors/bind-totp";
import { BindTotpForm, NothingForm } from "@/lib/domain/second-factors/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const beginTotpAction = consoleAction({
  input: NothingForm,
  verb: beginTotp,
  after: async (totp, { requestId }) => showOnce(requestId, JSON.stringify(totp)),
  done: () => undefined,
});

export const bindTotpAction = consoleAction({
  input: BindTotpForm,
  verb: bindTotp,
  after: async ({ token }) => {
    if (token) await writeSessionCookie(token);
  },
  done: () => paths.recoveryCodes(),
});
