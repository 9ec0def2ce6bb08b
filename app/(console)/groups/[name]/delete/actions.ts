"use server";

import { deleteGroup } from "@/lib/domain/groups/delete-group";
import { NamedGroupInput } from "@/lib/domain/groups/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const deleteGroupAction = consoleAction({
  input: NamedGroupInput,
  verb: deleteGroup,
  after: (_done, _ctx, { name }) => setFlash("groups.flash.deleted", { name }),
  done: () => paths.groups.list(),
});
