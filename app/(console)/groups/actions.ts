"use server";

import { createGroup } from "@/lib/domain/groups/create-group";
import { CreateGroupInput } from "@/lib/domain/groups/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const createGroupAction = consoleAction({
  input: CreateGroupInput,
  echo: ["name", "comments"],
  verb: createGroup,
  after: (_made, _ctx, { name }) => setFlash("groups.flash.created", { name }),
  done: ({ name }) => paths.groups.one(name),
});
