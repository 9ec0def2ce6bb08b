import type { Identity } from "./identities";
import type { SchemaTable } from "./schema-tables";
import type { Owner } from "./world";

/** security.md §1.1 read by a second pair of eyes: nothing here comes from db/fence-sql.ts. */
export function maySee(identity: Identity, { class: kind }: SchemaTable, owner: Owner): boolean {
  const { scope, account, sub, signers = [] } = identity;
  if (scope === null) return false;
  if (kind.class === "platform") {
    if (scope === "account" || scope === "self") return !!kind.reads?.includes("accounts");
    return scope === "platform" || (scope === "lookup" && account === null && !!kind.reads?.includes("lookup"));
  }
  if (scope === "platform") return !!kind.reads?.includes("platform");
  if (scope === "signers") {
    const isTheirs = kind.class !== "workspace" || owner.sub === null || signers.some((one) => one.sub === owner.sub);
    return !!kind.reads?.includes("signers") && isTheirs && signers.some((one) => one.account === owner.account);
  }
  if (owner.account !== account) return false;
  if (scope === "lookup" && !kind.reads?.includes("lookup")) return false;
  if (kind.class === "workspace") {
    if (scope === "account" || (scope === "lookup" && sub === null)) return true;
    return owner.sub !== null && owner.sub === sub;
  }
  return kind.class === "shared" || scope !== "self";
}

export function mayWrite(
  identity: Identity,
  table: SchemaTable,
  owner: Owner,
  verb: "insert" | "update" | "delete",
): boolean {
  const { scope, account, sub, role } = identity;
  if (table.class.posted && role === "app") return false;
  if (scope === null || scope === "lookup" || scope === "signers" || !table.class.writes[verb]?.includes(scope))
    return false;
  if (table.class.class === "platform") return verb === "insert" || scope === "platform";
  if (scope === "platform" || owner.account !== account) return false;
  return scope === "account" || table.class.class !== "workspace" || (owner.sub !== null && owner.sub === sub);
}
