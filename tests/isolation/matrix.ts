import type postgres from "postgres";
import { connectDirectly } from "@/tests/support/clone-database";
import type { ScratchDatabase } from "@/tests/support/scratch-database";
import { maySee, mayWrite } from "./expectation";
import { type Identity, identitiesOf } from "./identities";
import { insertOf, keyOf, type Owner, parentOf, type Row, type World } from "./world";

/** Tries a statement, undoes what it did, and answers its row count or its SQLSTATE. */
const probe = `
  create schema probe;
  grant usage on schema probe to espalier_app, espalier_owner;
  create function probe.attempt(statement text) returns text language plpgsql as $$
  declare n bigint;
  begin
    execute statement;
    get diagnostics n = row_count;
    raise exception using errcode = 'PT000', message = n::text;
  exception
    when sqlstate 'PT000' then return sqlerrm;
    when others then return sqlstate;
  end $$;
  grant execute on function probe.attempt(text) to espalier_app, espalier_owner;`;

export async function installProbe(superuser: postgres.Sql): Promise<void> {
  await superuser.unsafe(probe);
}

interface Cell {
  what: string;
  statement: string;
  allowed: boolean;
  /** What a cell may answer when it is allowed, and when it is not. */
  yes: readonly string[];
  no: readonly string[];
}

export interface MatrixReport {
  cells: number;
  /** Cells that had to be allowed, and were. */
  successes: number;
  /** Let through though no rule allows it. */
  violations: string[];
  /** Refused though it is the caller's own. */
  refusals: string[];
}

/**
 * Foreign keys that a row of one's own may hang on a sibling's: only within one account, and named by a random id that
 * nobody is told.
 */
const siblingHangOns = new Set(["reveals (account_id, session_id)", "challenges (account_id, session_id)"]);

interface Narrowed {
  tables?: readonly string[];
  identities?: readonly string[];
}

/** Tries every verb on every row as every identity. */
export async function runMatrix(database: ScratchDatabase, world: World, only: Narrowed = {}): Promise<MatrixReport> {
  const app = connectDirectly(database.appUrl);
  const second = connectDirectly(database.appUrl);
  const owner = connectDirectly(database.ownerUrl);
  const report = emptyReport();
  try {
    for (const identity of identitiesOf(world, () => second)) {
      const sql = identity.role === "owner" ? owner : app;
      const within = { begin: () => sql`begin`, end: () => sql`rollback` };
      await tryIdentity(sql, within, world, identity, only, report);
    }
  } finally {
    await Promise.all([app.end({ timeout: 1 }), second.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
  }
  return report;
}

/**
 * The same inside the superuser's open transaction, which holds a change that nobody else must see. Identities that
 * commit on the way cannot be tried so.
 */
export async function runMatrixInside(
  superuser: postgres.Sql,
  world: World,
  only: Narrowed & { appRole?: string },
): Promise<MatrixReport> {
  const report = emptyReport();
  const noSecond = () => {
    throw new Error("this identity needs a second connection");
  };
  for (const identity of identitiesOf(world, noSecond)) {
    const role = identity.role === "owner" ? "espalier_owner" : (only.appRole ?? "espalier_app");
    const begin = async () => {
      await superuser`savepoint identity`;
      await superuser.unsafe(`set local role ${role}`);
    };
    const within = { begin, end: () => superuser`rollback to savepoint identity` };
    await tryIdentity(superuser, within, world, identity, only, report);
  }
  return report;
}

const emptyReport = (): MatrixReport => ({ cells: 0, successes: 0, violations: [], refusals: [] });

async function tryIdentity(
  sql: postgres.Sql,
  within: { begin: () => PromiseLike<unknown>; end: () => PromiseLike<unknown> },
  world: World,
  identity: Identity,
  { identities, tables }: Narrowed,
  report: MatrixReport,
): Promise<void> {
  if (identities && !identities.includes(identity.name)) return;
  const cells = cellsOf(world, identity).filter(({ what }) => !tables || tables.includes(what.split(" ")[0] ?? ""));
  await within.begin();
  try {
    await open(sql, identity, report);
    const statements = JSON.stringify(cells.map(({ statement }) => statement));
    const outcomes = await sql<{ outcome: string }[]>`
      select probe.attempt(s) as outcome
      from jsonb_array_elements_text(${statements}::text::jsonb) with ordinality as t(s, n) order by n`;
    cells.forEach((cell, index) => {
      judge(identity, cell, outcomes[index]?.outcome ?? "no answer", report);
    });
  } finally {
    await within.end();
  }
}

function judge(identity: Identity, cell: Cell, outcome: string, report: MatrixReport): void {
  const line = `${identity.name}: ${cell.what} → ${outcome}`;
  report.cells += 1;
  if (!cell.allowed && !cell.no.includes(outcome)) report.violations.push(line);
  else if (cell.allowed && !cell.yes.includes(outcome)) report.refusals.push(line);
  else if (cell.allowed) report.successes += 1;
}

async function open(sql: postgres.Sql, identity: Identity, report: MatrixReport): Promise<void> {
  await sql`savepoint before_entering`;
  const answer = await identity.open(sql).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
  if (answer === undefined) {
    if (identity.refusal) report.violations.push(`${identity.name}: entered`);
    return;
  }
  if (answer !== identity.refusal) report.refusals.push(`${identity.name}: could not enter → ${answer}`);
  // An identity that committed on the way took the savepoint with it.
  await sql`rollback to savepoint before_entering`.catch(async () => {
    await sql`rollback`;
    await sql`begin`;
  });
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error));

const hidden = ["0", "42501"];
const refused = ["42501"];

function cellsOf(world: World, identity: Identity): Cell[] {
  return [
    ...world.rows.flatMap((row) => rowCells(world, identity, row)),
    ...world.tables.flatMap((table) => hangOnCells(world, identity, table.name)),
  ];
}

function rowCells(world: World, identity: Identity, row: Row): Cell[] {
  const { table, owner } = row;
  const name = `app.${table.name}`;
  const key = keyOf(row);
  const mutable = table.columns.find(({ name: n, generated }) => !generated && !table.primaryKey.includes(n));
  const column = mutable?.name ?? table.primaryKey[0] ?? "";
  const insert = mayWrite(identity, table, owner, "insert");
  const update = mayWrite(identity, table, owner, "update");
  const cell = (verb: string, statement: string, allowed: boolean, yes: readonly string[], no: readonly string[]) => ({
    what: `${table.name} ${verb} ${owner.label}`,
    statement,
    allowed,
    yes,
    no,
  });
  const onConflict = `on conflict (${table.primaryKey.join(", ")}) do update set ${column} = excluded.${column}`;
  return [
    cell("select", `select 1 from ${name} where ${key}`, maySee(identity, table, owner), ["1"], hidden),
    // Where the owner determines the key, an own row is there already.
    cell("insert", insertOf(world.freshRow(table, owner)), insert, ["1", "23505"], refused),
    cell("update", `update ${name} set ${column} = ${column} where ${key}`, update, ["1"], hidden),
    cell(
      "delete",
      `delete from ${name} where ${key}`,
      mayWrite(identity, table, owner, "delete"),
      ["1", "23503"],
      hidden,
    ),
    cell("upsert", `${insertOf(row)} ${onConflict}`, insert && update, ["1"], refused),
    ...moveCells(world, identity, row).map(({ to, statement }) => cell(`move to ${to}`, statement, false, [], hidden)),
  ];
}

/** A row of one's own may not become somebody else's. */
function moveCells({ owners }: World, identity: Identity, row: Row): { to: string; statement: string }[] {
  const { table } = row;
  if (table.class.class === "platform") return [];
  const move = (to: Owner, column: string, value: string | null) => ({
    to: to.label,
    statement: `update app.${table.name} set ${column} = '${value}' where ${keyOf(row)}`,
  });
  const abroad = row.owner.account === owners.aRoot.account ? owners.bOne : owners.aOne;
  const moves = [move(abroad, "account_id", abroad.account)];
  if (table.class.sub && identity.scope === "self") {
    const sibling = row.owner.sub === owners.aTwo.sub ? owners.aOne : owners.aTwo;
    moves.push(move(sibling, table.class.sub, sibling.sub));
  }
  return moves;
}

/** A row of one's own may not hang on somebody else's: row-level security does not look at foreign keys. */
function hangOnCells(world: World, identity: Identity, name: string): Cell[] {
  const { owners, rows, tables } = world;
  const table = tables.find((candidate) => candidate.name === name);
  const self = Object.values(owners).find(({ account, sub }) => account === identity.account && sub === identity.sub);
  if (!table || !self?.account || table.class.class === "platform") return [];
  const mine =
    table.class.class === "workspace" && self.sub === null && identity.scope === "account"
      ? [self, ...Object.values(owners).filter(({ account, sub }) => account === self.account && sub !== null)]
      : [self];
  const strangers = Object.values(owners).filter(
    (owner) => owner.account !== null && (owner.account !== self.account || identity.scope === "self"),
  );
  return table.foreignKeys.flatMap(({ columns, parent, parentColumns }) =>
    mine.flatMap((own) =>
      strangers.flatMap((stranger) => {
        const target = stranger === own ? undefined : parentOf(rows, parent, stranger);
        if (!target || columns.every((column) => column === "account_id")) return [];
        if (target.owner.account === own.account && target.owner.sub === own.sub) return [];
        if (rows.every((row) => row.table !== table || row.owner.sub !== own.sub)) return [];
        const fresh = world.freshRow(table, own);
        columns.forEach((column, index) => {
          if (column !== "account_id") fresh.values[column] = target.values[parentColumns[index] ?? ""] ?? "null";
        });
        const within = target.owner.account === own.account;
        if (within && siblingHangOns.has(`${table.name} (${columns.join(", ")})`)) return [];
        const what = `${table.name} hang ${own.label} (${columns.join(", ")}) on ${target.owner.label}`;
        return [{ what, statement: insertOf(fresh), allowed: false, yes: [], no: ["23503", "42501"] }];
      }),
    ),
  );
}
