import { fillAsOwner } from "./fill-as-owner";

/** So many more keys in the account, written as the owner: nobody knows their secrets, they are there to be among. */
export async function fillKeys(ownerUrl: string, accountId: string, count: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql`create temp table made on commit drop as
      select 'LTAI' || upper(substr(md5(random()::text || n), 1, 20)) as id from generate_series(1, ${count}::int) n`;
    await sql`insert into app.access_keys (account_id, id, sealed_secret, secret_hash, created_by)
      select ${accountId}::uuid, id, decode(repeat('00', 96), 'hex'), md5(id), 'bench' from made`;
    await sql`insert into auth.directory_entries (kind, key, account_id)
      select 'access-key', id, ${accountId}::uuid from made`;
  });
}

/** So many people in the account, as their verb would leave them. */
export async function fillPeople(ownerUrl: string, accountId: string, count: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql`insert into app.sub_accounts (account_id, id, name, display_name, email, created_by)
      select ${accountId}::uuid, uuidv7(), 'person-' || substr(md5(n::text), 1, 8) || '-' || n, 'Person ' || n,
        'p' || n || '@bench.test', 'bench' from generate_series(1, ${count}::int) n`;
  });
}

/** So many SSH public keys, ten to a person as the limit has it: whose private halves nobody has. */
export async function fillPublicKeys(ownerUrl: string, accountId: string, count: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql`create temp table made on commit drop as
      select uuidv7() as id, 'key-' || substr(md5(random()::text || n), 1, 8) || '-' || n as name
      from generate_series(1, ${Math.ceil(count / 10)}::int) n`;
    await sql`insert into app.sub_accounts (account_id, id, name, display_name, email, created_by)
      select ${accountId}::uuid, id, name, '', name || '@bench.test', 'bench' from made`;
    await sql`insert into app.ssh_keys (account_id, id, sub_account_id, name, type, blob, fingerprint, bits, added_by)
      select ${accountId}::uuid, uuidv7(), made.id, 'key', 'ssh-ed25519', encode(sha256((made.name || n)::bytea), 'base64'),
        'SHA256:' || trim(trailing '=' from encode(sha256((made.name || n)::bytea), 'base64')), 256, 'bench'
      from made, generate_series(1, 10) n`;
  });
}
