"use server";

import { PolicyVersionInput } from "@/lib/domain/policies/schema";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setDefaultPolicyVersionAction = consoleAction({
  input: PolicyVersionInput,
  verb: setDefaultPolicyVersion,
  after: (_done, _ctx, { name, version }) =>
    setFlash("policies.flash.defaultChanged", { name, version: `v${version}` }),
  done: ({ name }) => paths.policies.one("Custom", name),
});
