import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import { fillAsOwner } from "./fill-as-owner";

/** Sessions of the account's root user as signing in would leave them; answers the cookies' values. */
export async function openBenchSessions(ownerUrl: string, account: string, count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, newToken);
  await fillAsOwner(ownerUrl, async (sql) => {
    for (const tokenHash of tokens.map(hashToken)) {
      await sql`insert into app.sessions (account_id, id, token_hash, ip, user_agent, idle_seconds, expires_at)
        select account_id, ${newId()}, ${tokenHash}, '127.0.0.1', 'Bench', 21600, now() + interval '6 hours'
        from app.accounts where name = ${account}`;
      await sql`insert into auth.directory_entries (kind, key, account_id)
        select 'session', ${tokenHash}, account_id from app.accounts where name = ${account}`;
    }
  });
  return tokens;
}

export async function openBenchSession(ownerUrl: string, account: string): Promise<string> {
  const [token = ""] = await openBenchSessions(ownerUrl, account, 1);
  return token;
}
