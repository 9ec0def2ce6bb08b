import "server-only";
import { and, count, eq } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { serverGrants } from "@/db/schema/server-grants";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Tx } from "@/lib/foundation/transaction";

/** What a group gives to whom: how many are in it, what it holds, where it is let in. */
export interface GroupUse {
  members: number;
  policies: number;
  servers: number;
}

export async function countGroupUse(tx: Tx, { accountId }: Allowed, groupId: string): Promise<GroupUse> {
  const countIn = async (table: typeof groupMembers | typeof groupPolicyAttachments | typeof serverGrants) => {
    const of = and(eq(table.accountId, accountId), eq(table.groupId, groupId));
    const [row] = await tx.select({ found: count() }).from(table).where(of);
    return row?.found ?? 0;
  };
  const [members, policies, servers] = await Promise.all([
    countIn(groupMembers),
    countIn(groupPolicyAttachments),
    countIn(serverGrants),
  ]);
  return { members, policies, servers };
}
