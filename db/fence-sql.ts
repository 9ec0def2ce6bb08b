import type { TableClass } from "./schema/classes";

const scope = "(select app.scope())";
const account = "(select app.account_id())";
const sub = "(select app.sub_account_id())";
const maintenance = `${scope} = 'maintenance'`;

type Verb = "select" | "insert" | "update" | "delete";

export interface FencePolicy {
  name: string;
  verb: Verb | "all";
  permissive: boolean;
  /** Whom a permissive policy lets in; a restrictive one binds everybody. */
  roles: "public" | "espalier_app, espalier_owner" | "espalier_owner";
  using?: string;
  check?: string;
}

/** Which rows exist for whom: the restrictive gate's USING, for every verb. */
function gateUsing({ class: kind, sub: column, reads = [] }: TableClass): string {
  const parts: string[] = [];
  if (kind === "workspace") {
    parts.push(`${scope} = 'account' and account_id = ${account}`);
    parts.push(`${scope} = 'self' and account_id = ${account} and ${column} = ${sub}`);
    if (reads.includes("lookup")) {
      parts.push(`${scope} = 'lookup' and account_id = ${account} and (${sub} is null or ${column} = ${sub})`);
    }
  } else if (kind === "platform") {
    parts.push(`${scope} = 'platform'`);
    if (reads.includes("lookup")) parts.push(`${scope} = 'lookup' and ${account} is null`);
    if (reads.includes("accounts")) parts.push(`${scope} = 'account'`, `${scope} = 'self'`);
  } else {
    parts.push(`${scope} = 'account' and account_id = ${account}`);
    if (kind === "shared") parts.push(`${scope} = 'self' and account_id = ${account}`);
    if (reads.includes("lookup")) parts.push(`${scope} = 'lookup' and account_id = ${account}`);
  }
  if (kind !== "platform" && reads.includes("platform")) parts.push(`${scope} = 'platform'`);
  return [...parts, maintenance].map((part) => `(${part})`).join(" or ");
}

/** What a written row must be: of the account, and in scope `self` of the sub-account. */
function gateCheck({ class: kind, sub: column, writes }: TableClass): string {
  const parts: string[] = [];
  if (kind === "platform") {
    const scopes = new Set([...(writes.insert ?? []), ...(writes.update ?? [])]);
    parts.push(...[...scopes].map((name) => `${scope} = '${name}'`));
  } else {
    parts.push(`${scope} = 'account' and account_id = ${account}`);
    const own = kind === "workspace" ? ` and ${column} = ${sub}` : "";
    if (kind !== "account") parts.push(`${scope} = 'self' and account_id = ${account}${own}`);
  }
  return [...parts, maintenance].map((part) => `(${part})`).join(" or ");
}

function scopesMay(scopes: readonly string[]): string {
  return `${scope} in (${[...scopes, "maintenance"].map((name) => `'${name}'`).join(", ")})`;
}

/** The policies of one table, derived from its class; migrations carry their text, the catalog gate compares. */
export function fencePolicies(table: TableClass): FencePolicy[] {
  const { insert, update, delete: remove } = table.writes;
  const both = "espalier_app, espalier_owner";
  const may = { permissive: true, roles: table.posted ? "espalier_owner" : both } as const;
  const policies: FencePolicy[] = [
    { name: "gate", verb: "all", permissive: false, roles: "public", using: gateUsing(table), check: gateCheck(table) },
    { name: "may_select", verb: "select", permissive: true, roles: both, using: "true" },
  ];
  if (insert) policies.push({ name: "may_insert", verb: "insert", ...may, check: scopesMay(insert) });
  if (update) policies.push({ name: "may_update", verb: "update", ...may, using: scopesMay(update), check: "true" });
  if (remove) policies.push({ name: "may_delete", verb: "delete", ...may, using: scopesMay(remove) });
  return policies;
}

/** The migration text that fences one table; written into `NNNN_*_fence.sql` once and never changed there. */
export function fenceSql(name: string, table: TableClass): string {
  const grants = ["select", ...(table.posted ? [] : (Object.keys(table.writes) as Verb[]))].join(", ");
  const policies = fencePolicies(table).map(({ name: policy, verb, permissive, roles, using, check }) => {
    const clauses = [using ? `\n  using (${using})` : "", check ? `\n  with check (${check})` : ""].join("");
    return `create policy ${policy} on app.${name} as ${permissive ? "permissive" : "restrictive"} for ${verb} to ${roles}${clauses};`;
  });
  return [
    `alter table app.${name} enable row level security;`,
    `alter table app.${name} force row level security;`,
    ...policies,
    `grant ${grants} on app.${name} to espalier_app;`,
  ].join("\n--> statement-breakpoint\n");
}
