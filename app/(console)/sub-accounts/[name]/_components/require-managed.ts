import { notFound } from "next/navigation";
import type { AccountAction } from "@/lib/authorization/actions";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";

/** A form nobody may send is not drawn: whoever may not act on this sub-account finds nothing here, as its verb would say. */
export function requireManaged(ctx: Context, action: AccountAction, name: string): void {
  if (!mayDo(ctx, action, subAccountResource(ctx, name))) notFound();
}
