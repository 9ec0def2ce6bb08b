import postgres from "postgres";
import { parseDatabaseUrl } from "./database-url";

interface Installation {
  ownerPassword: string;
  appPassword: string;
  database: string;
}

/**
 * Makes the two roles and the database, as superuser and once: afterwards nobody needs to connect as superuser again.
 * Run again, it restores attributes, memberships and passwords.
 */
export async function installDatabase(superuserUrl: string, installation: Installation): Promise<void> {
  const { database, ownerPassword, appPassword } = installation;
  await asSuperuser(superuserUrl, undefined, async (sql) => {
    await sql.unsafe("set password_encryption = 'scram-sha-256'");
    await keepRole(sql, "espalier_owner", "inherit", ownerPassword);
    await keepRole(sql, "espalier_app", "noinherit", appPassword);
    const [existing] = await sql`select from pg_database where datname = ${database}`;
    if (!existing) await sql`create database ${sql(database)} owner espalier_owner`;
    await sql`alter database ${sql(database)} owner to espalier_owner`;
    await sql`alter database ${sql(database)} set timezone to 'UTC'`;
    await sql`revoke all on database ${sql(database)} from public`;
    await sql`grant connect on database ${sql(database)} to espalier_app`;
  });
  // Row-level security does not help where anyone may create objects that a search path finds first.
  await asSuperuser(superuserUrl, database, (sql) => sql`revoke all on schema public from public`);
}

async function asSuperuser(
  url: string,
  database: string | undefined,
  work: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const { socketPath, ssl, ...target } = parseDatabaseUrl(url);
  const sql = postgres({
    ...target,
    ...(socketPath && { path: socketPath }),
    ...(ssl && { ssl }),
    ...(database && { database }),
    max: 1,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function keepRole(sql: postgres.Sql, role: string, inheritance: string, password: string): Promise<void> {
  const [existing] = await sql`select from pg_roles where rolname = ${role}`;
  if (!existing) await sql`create role ${sql(role)}`;
  // Utility statements take no parameters: the server quotes the password itself.
  const [quoted] = await sql<[{ password: string }]>`select quote_literal(${password}) as password`;
  await sql.unsafe(
    `alter role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication ${inheritance}
     password ${quoted.password}`,
  );
  const memberships = await sql<{ granted: string }[]>`
    select r.rolname as granted from pg_auth_members m join pg_roles r on r.oid = m.roleid
    where m.member = ${role}::regrole`;
  for (const { granted } of memberships) await sql`revoke ${sql(granted)} from ${sql(role)}`;
}
