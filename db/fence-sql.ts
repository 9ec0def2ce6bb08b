import type { TableClass } from "./schema/classes";

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

const scope = "(select app.scope())";

function scopeIn(scopes: readonly string[]): string {
  const [first, ...others] = scopes.map((name) => `'${name}'`);
  return others.length === 0 ? `${scope} = ${first}` : `${scope} in (${[first, ...others].join(", ")})`;
}

/** Of the context's account, where its scope is one of these; in a workspace also of the sub-account it is narrowed to. */
function ownRows(scopes: readonly string[], column: string | undefined): string {
  const own = `account_id = (select app.account_of('{${scopes.join(",")}}'))`;
  return column ? `${own} and not (${column} is distinct from coalesce((select app.narrowed_to()), ${column}))` : own;
}

/** Of the owners of the access keys that signed what is being verified; nobody's siblings, the root user's rows too. */
function signersRows(column: string | undefined): string {
  const theirs = "account_id = any ((select app.signing_accounts())::uuid[])";
  const own = `${column} is null or ${column} = any ((select app.signing_sub_accounts())::uuid[])`;
  return column ? `${theirs} and (${own})` : theirs;
}

const eitherOf = (parts: readonly string[]) => parts.map((part) => `(${part})`).join(" or ");

/**
 * Which rows exist for whom: the restrictive gate's USING, for every verb. PostgreSQL sets up each subquery for each
 * table of each statement, and each that is asked checks the context's seal: few of them, the likeliest first.
 */
function gateUsing({ class: kind, sub, reads = [] }: TableClass): string {
  const lookup = reads.includes("lookup") ? ["lookup"] : [];
  if (kind === "platform") {
    const everybody = reads.includes("accounts") ? ["account", "self"] : [];
    const ofPlatform = lookup.map((name) => `${scope} = '${name}' and (select app.account_id()) is null`);
    return eitherOf([scopeIn(["platform", ...everybody, "maintenance"]), ...ofPlatform]);
  }
  const self = kind === "account" ? [] : ["self"];
  return eitherOf([
    ownRows(["account", ...self, ...lookup], sub),
    ...(reads.includes("signers") ? [signersRows(sub)] : []),
    scopeIn([...(reads.includes("platform") ? ["platform"] : []), "maintenance"]),
  ]);
}

/** What a written row must be: of the account, and in scope `self` of the sub-account. */
function gateCheck({ class: kind, sub, writes }: TableClass): string {
  if (kind === "platform") {
    return scopeIn([...new Set([...(writes.insert ?? []), ...(writes.update ?? [])]), "maintenance"]);
  }
  const self = kind === "account" ? [] : ["self"];
  return eitherOf([ownRows(["account", ...self], sub), scopeIn(["maintenance"])]);
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
  if (insert) policies.push({ name: "may_insert", verb: "insert", ...may, check: scopeIn([...insert, "maintenance"]) });
  if (update)
    policies.push({
      name: "may_update",
      verb: "update",
      ...may,
      using: scopeIn([...update, "maintenance"]),
      check: "true",
    });
  if (remove) {
    const own = scopeIn([...remove, "maintenance"]);
    const using = table.deletable ? `(${own}) and (${table.deletable})` : own;
    policies.push({ name: "may_delete", verb: "delete", ...may, using });
  }
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
