"use server";

import { deletePolicy } from "@/lib/domain/policies/delete-policy";
import { DeletePolicyInput } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const deletePolicyAction = consoleAction({
  input: DeletePolicyInput,
  verb: deletePolicy,
  after: (_done, _ctx, { name }) => setFlash("policies.flash.deleted", { name }),
  done: () => paths.policies.list(),
});
