"use server";

import { revokeClaimLink } from "@/lib/domain/sub-accounts/revoke-claim-link";
import { NamedSubAccountInput, SetPasswordInput } from "@/lib/domain/sub-accounts/schema";
import { setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const renewClaimLinkAction = consoleAction({
  input: NamedSubAccountInput,
  verb: (ctx, { name }) => setPassword(ctx, SetPasswordInput.parse({ name, passwordChoice: "link" })),
  done: ({ name }) => paths.subAccounts.handOver(name),
});

export const revokeClaimLinkAction = consoleAction({
  input: NamedSubAccountInput,
  verb: revokeClaimLink,
  after: (_done, _ctx, { name }) => setFlash("handOver.flash.linkRevoked", { name }),
  done: () => paths.subAccounts.handOverBoard(),
});
