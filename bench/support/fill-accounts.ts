import { fillAsOwner } from "./fill-as-owner";

export interface AccountToFill {
  name: string;
  subAccounts: number;
}

const firstNames =
  "ada bo chen dana elif felix grace hana ines jun kit lin mara noor omar pia quinn rosa sven tara uma vera wei xia yara zoe amir bela cora dion emil fay";
const lastNames =
  "aalto brandt costa duarte evans fang garcia haddad ito jensen kim lindqvist moreau novak okafor petrova qureshi rahman silva takahashi ueda vogel wang xu yilmaz zhang berg cruz diaz engel fischer gupta";

/** Names in another order than their age, as people come; every twentieth is disabled, every tenth has no sign-in. */
const createAccounts = `create temp table account on commit drop as
   select uuidv7() as account_id, floor(random() * 8e15 + 1e15)::bigint::text as uid, name,
          "subAccounts" as sub_accounts, $2::text as hash,
          string_to_array($3, ' ') as first_names, string_to_array($4, ' ') as last_names
   from json_to_recordset($1::text::json) as wanted (name text, "subAccounts" int)`;

const createPeople = `create temp table person on commit drop as
   select account_id, uuidv7() as id, n, hash, a.name as account, first_name, last_name,
          first_name || '-' || last_name || '-' || n as name
   from account a cross join lateral generate_series(1, sub_accounts) as n
   cross join lateral (select first_names[1 + n * 7 % 32] as first_name, last_names[1 + n / 32 * 5 % 32] as last_name) w`;

const statements = [
  `insert into app.accounts (account_id, uid, name, alias, company_name, verification)
   select account_id, uid, name, name, initcap(name) || ' Robotics', 'approved' from account`,
  `insert into app.root_users (account_id, email, phone, password_hash)
   select account_id, 'root@' || name || '.test', '+8613800138000', hash from account`,
  `insert into auth.directory_entries (kind, key, account_id)
   select kind, key, account_id from account cross join lateral (values
     ('account-name', name), ('alias', name), ('root-email', 'root@' || name || '.test'), ('account-uid', uid)) k (kind, key)`,
  `insert into app.sub_accounts (account_id, id, name, display_name, email, phone, note, state, disabled_at,
     disabled_reason, created_by, created_at, last_sign_in_at)
   select account_id, id, name, initcap(first_name) || ' ' || initcap(last_name), name || '@' || account || '.test',
     '+86139' || lpad(n::text, 8, '0'), 'Team ' || n % 40, case when n % 20 = 0 then 'disabled' else 'active' end,
     case when n % 20 = 0 then now() end, case when n % 20 = 0 then 'Left the company' else '' end,
     'root@' || account || '.test', now() - interval '400 days' + n * interval '5 minutes',
     case when n % 3 <> 0 then now() - n % 90 * interval '7 hours' end from person`,
  `insert into app.reserved_names (account_id, name, sub_account_id) select account_id, name, id from person`,
  `insert into app.login_profiles (account_id, sub_account_id, password_hash)
   select account_id, id, hash from person where n % 10 <> 0`,
  `insert into app.sub_account_counters (account_id, active, disabled)
   select account_id, count(*) filter (where n % 20 <> 0), count(*) filter (where n % 20 = 0)
   from person group by account_id`,
];

/** Accounts with their people, written as the owner in bulk: no verb could make 100,000 rows while somebody waits. */
export async function fillAccounts(
  ownerUrl: string,
  accounts: readonly AccountToFill[],
  passwordHash = "p1$unused",
): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql.unsafe(createAccounts, [JSON.stringify(accounts), passwordHash, firstNames, lastNames]);
    for (const statement of [createPeople, ...statements]) await sql.unsafe(statement);
  });
}
