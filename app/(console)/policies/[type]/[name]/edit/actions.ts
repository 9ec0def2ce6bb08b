"use server";

import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { CreatePolicyVersionInput } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const createPolicyVersionAction = consoleAction({
  input: CreatePolicyVersionInput,
  echo: ["document", "setAsDefault", "rotate"],
  verb: createPolicyVersion,
  after: (made, _ctx, { name }) => setFlash("policies.flash.versionCreated", { name, version: made.version }),
  done: ({ name }) => paths.policies.one("Custom", name),
});
