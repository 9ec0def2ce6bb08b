"use server";

import { createPolicy } from "@/lib/domain/policies/create-policy";
import { CreatePolicyInput } from "@/lib/domain/policies/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const createPolicyAction = consoleAction({
  input: CreatePolicyInput,
  echo: ["name", "description", "document"],
  verb: createPolicy,
  after: (_made, _ctx, { name }) => setFlash("policies.flash.created", { name }),
  done: ({ name }) => paths.policies.one("Custom", name),
});
