import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";
import { tableClasses } from "./schema/classes";

/**
 * What nobody is let in by, of rows that change at each use. Any other column counts, also one that is new; a row that is
 * new does not: a key or a person more changes nothing of those that there are.
 */
const passing: Readonly<Record<string, readonly string[]>> = {
  access_keys: [
    ...["first_used_at", "last_used_at", "last_used_service", "last_used_address"],
    ...["refused_at", "refused_code", "refused_address", "refused_because"],
  ],
  sub_accounts: ["last_sign_in_at"],
};

/** The triggers by which a table that is read for signed calls draws another revision, as PostgreSQL prints them. */
function triggersOf(table: string): string[] {
  const columns = passing[table];
  const trigger = (name: string, events: string, when = "") =>
    `CREATE CONSTRAINT TRIGGER ${name} AFTER ${events} ON app.${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW ${when}EXECUTE FUNCTION auth.revise_signers()`;
  if (!columns) return [trigger("revise_signers", "INSERT OR DELETE OR UPDATE")];
  const rest = (row: string) => `(to_jsonb(${row}.*) - '{${columns.join(",")}}'::text[])`;
  const isChanged = `WHEN ((${rest("old")} IS DISTINCT FROM ${rest("new")})) `;
  return [trigger("revise_signers", "DELETE"), trigger("revise_signers_update", "UPDATE", isChanged)];
}

interface TriggerRow extends Record<string, unknown> {
  text: string;
}

/** Each change after which a key would be let in by what was kept of it. */
export async function revisionFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<TriggerRow>(sql`
    select pg_get_triggerdef(t.oid) as text from pg_trigger t
    where t.tgenabled in ('O', 'A') and t.tgfoid = 'auth.revise_signers()'::regprocedure`);
  const present = new Set(rows.map(({ text }) => text));
  return Object.entries(tableClasses)
    .filter(([, { reads }]) => reads?.includes("signers"))
    .flatMap(([table]) => triggersOf(table))
    .filter((text) => !present.has(text))
    .map((text) => `signed calls would not notice a change: ${text} is missing`);
}
