import { connectDirectly } from "@/tests/support/clone-database";

/** What a service sends at once at most, so that the rater finds transactions as it would. */
const batch = 1_000;

interface Usage {
  account: string;
  /** Another hour for each, so that every event is a charge of its own. */
  round: number;
  usage: number;
}

/** Stored usage that waits for the rater: of every person and meter in turn, hour after hour backwards. */
export async function fillUsage(ownerUrl: string, { account, round, usage }: Usage): Promise<void> {
  const sql = connectDirectly(ownerUrl);
  try {
    for (let from = 0; from < usage; from += batch) {
      await sql`begin`;
      await sql`select auth.enter_maintenance()`;
      await sql`
        insert into app.usage_events (account_id, dedupe_key, digest, sub_account_id, source, event_id, meter, start_at,
          end_at, value, subject, ingested_at)
        select account_id, uuidv7(), gen_random_uuid(), ids[1 + g / 12 % cardinality(ids)], 'urn:bench', 'event-' || g,
          'meter-' || 1 + g % 12, at, at + interval '1 second', 1 + g % 500,
          'acs:compute:eu-1:' || uid || ':instance/' || g / 1200 % 20, now()
        from generate_series(${from}::int, ${Math.min(usage, from + batch) - 1}::int) g
        cross join (select a.account_id, a.uid, array_agg(s.id order by s.id) as ids
          from app.accounts a join app.sub_accounts s using (account_id) where a.name = ${account} group by 1, 2) p
        cross join lateral (select date_trunc('hour', now()) - (${round}::int + 2) * interval '1 hour' as at) t`;
      await sql`commit`;
    }
  } finally {
    await sql.end();
  }
}
