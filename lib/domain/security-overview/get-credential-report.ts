import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { credentialColumns, credentialRows } from "./credential-rows";

const names = credentialColumns.map((name) => sql.identifier(name));

export interface CredentialPage {
  /** With the columns' names in its first line, on every page. */
  csv: string;
  /** The name to go on after; undefined where the report ends. */
  next: string | undefined;
}

/** RAM's credential report in pages of at most `limit` people, each page as of its own moment. */
export async function getCredentialReport(
  ctx: Context,
  { after, limit }: { after?: string; limit: number },
): Promise<CredentialPage> {
  const allowed = authorize(ctx, "ram:GetCredentialReport", accountSettingsResource(ctx));
  const page = { limit: limit + 1, ...(after !== undefined && { after }) };
  const lines = await withTransaction(allowed, async (tx) => {
    const rows = await tx.execute<{ cells: string[] }>(
      sql`select to_jsonb(array[${sql.join(names, sql`, `)}]) as cells
        from (${credentialRows(allowed, page)}) as r (${sql.join(names, sql`, `)})`,
    );
    await recordAudit(tx, allowed, { action: "ram:GetCredentialReport", resource: "credential-report" });
    return rows.map(({ cells }) => cells);
  });
  const shown = lines.slice(0, limit);
  const csv = [credentialColumns, ...shown].map((cells) => `${cells.join(",")}\n`).join("");
  return { csv, next: lines.length > limit ? shown.at(-1)?.[0] : undefined };
}

/** RAM makes its report ahead of time; ours is made while it is read, and never out of date. */
export function generateCredentialReport(ctx: Context): { state: "COMPLETED" } {
  authorize(ctx, "ram:GenerateCredentialReport", accountSettingsResource(ctx));
  return { state: "COMPLETED" };
}
