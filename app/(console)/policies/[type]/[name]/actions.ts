"use server";

import { deletePolicyVersion } from "@/lib/domain/policies/delete-policy-version";
import { PolicyVersionInput } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const deletePolicyVersionAction = consoleAction({
  input: PolicyVersionInput,
  verb: deletePolicyVersion,
  after: (_done, _ctx, { name, version }) =>
    setFlash("policies.flash.versionDeleted", { name, version: `v${version}` }),
  done: ({ name }) => paths.policies.one("Custom", name),
});
