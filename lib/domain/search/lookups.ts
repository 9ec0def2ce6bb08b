import "server-only";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { accessKeys } from "@/db/schema/access-keys";
import { auditEvents } from "@/db/schema/audit-events";
import { billingPeriods } from "@/db/schema/books";
import { charges } from "@/db/schema/charges";
import { groups } from "@/db/schema/groups";
import { invoices } from "@/db/schema/invoices";
import { policies } from "@/db/schema/policies";
import { resources } from "@/db/schema/resources";
import { servers } from "@/db/schema/servers";
import { sshKeys } from "@/db/schema/ssh-keys";
import { subAccounts } from "@/db/schema/sub-accounts";
import { transfers } from "@/db/schema/transfers";
import type { Allowed } from "@/lib/authorization/authorize";
import { systemPolicies } from "@/lib/authorization/system-policies";
import { visibleKeys } from "@/lib/domain/access-keys/lookups";
import { askableBy, duringRequest, visibleTo as visibleEvents } from "@/lib/domain/audit-log/list-conditions";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { movementsUnder, readLines } from "@/lib/domain/ledger/lookups";
import { byKey as byResourceKey, ofScope } from "@/lib/domain/resources/list-conditions";
import { serverName } from "@/lib/domain/servers/lookups";
import { monthOf } from "@/lib/domain/spend/presenter";
import { byName, chosenBy } from "@/lib/domain/sub-accounts/list-conditions";
import { visibleTo } from "@/lib/domain/sub-accounts/lookups";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { isId, momentOfId } from "@/lib/foundation/ids";
import { beginsWith, holds } from "@/lib/foundation/text-conditions";
import type { Tx } from "@/lib/foundation/transaction";
import type { Found } from "./presenter";

/** Of each kind; where there are more, its own list has a search. */
const shownMax = 10;

export async function findSubAccounts(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const filter = SubAccountFilter.parse({ q: text });
  const rows = await tx
    .select({
      id: subAccounts.id,
      name: subAccounts.name,
      displayName: subAccounts.displayName,
      state: subAccounts.state,
    })
    .from(subAccounts)
    .where(and(visibleTo(allowed), chosenBy(filter, allowed.account, allowed.now)))
    .orderBy(asc(byName))
    .limit(shownMax);
  const wanted = text.toLowerCase();
  const itsName = wanted.slice(wanted.indexOf("#") + 1);
  return rows.map(({ id, ...row }) => ({
    kind: "sub-account",
    ...row,
    isExact: row.name === itsName || id === wanted || /^\+?\d{5,}$/.test(text) || text.includes("@"),
  }));
}

export async function findAccessKeys(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const rows = await tx
    .select({ id: accessKeys.id, name: accessKeys.name, owner: subAccounts.name })
    .from(accessKeys)
    .leftJoin(subAccounts, isOwner(accessKeys))
    .where(and(visibleKeys(allowed), eq(accessKeys.id, text)));
  return rows.map((row) => ({ kind: "access-key", ...row, isExact: true }));
}

const isOwner = ({ accountId, subAccountId }: typeof accessKeys | typeof sshKeys | typeof resources) =>
  and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, subAccountId));

/** By fingerprint, as `ssh` shows it, or by the id that stands in its page's address. */
export async function findPublicKeys(tx: Tx, { accountId, scope }: Allowed, text: string): Promise<Found[]> {
  const own = scope.kind === "sub-account" ? eq(sshKeys.subAccountId, scope.subAccountId) : undefined;
  const wanted = isId(text) ? eq(sshKeys.id, text) : eq(sshKeys.fingerprint, text.replace(/=$/, ""));
  const rows = await tx
    .select({ id: sshKeys.id, name: sshKeys.name, fingerprint: sshKeys.fingerprint, owner: subAccounts.name })
    .from(sshKeys)
    .innerJoin(subAccounts, isOwner(sshKeys))
    .where(and(eq(sshKeys.accountId, accountId), own, wanted))
    .orderBy(asc(byName))
    .limit(shownMax);
  return rows.map((row) => ({ kind: "ssh-key", ...row, isExact: true }));
}

export async function findResources(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const rows = await tx
    .select({ id: resources.id, name: resources.name, arn: resources.arn, owner: subAccounts.name })
    .from(resources)
    .innerJoin(subAccounts, isOwner(resources))
    .where(and(ofScope(allowed), isId(text) ? eq(resources.id, text) : byResourceKey(text)))
    .orderBy(asc(resources.name), asc(resources.id))
    .limit(shownMax);
  return rows.map((row) => ({
    kind: "resource",
    ...row,
    isExact: isId(text) || [row.name, row.arn, row.arn.split("/")[1]].includes(text),
  }));
}

export async function findServers(tx: Tx, { accountId }: Allowed, text: string): Promise<Found[]> {
  const rows = await tx
    .select({ name: servers.name, description: servers.description })
    .from(servers)
    .where(and(eq(servers.accountId, accountId), beginsWith(serverName, text)))
    .orderBy(asc(serverName))
    .limit(shownMax);
  return rows.map((row) => ({ kind: "server", ...row, isExact: row.name === text.toLowerCase() }));
}

/** An account has few groups: any part of a name will do. */
export async function findGroups(tx: Tx, { accountId }: Allowed, text: string): Promise<Found[]> {
  const rows = await tx
    .select({ name: groups.name, displayName: groups.displayName })
    .from(groups)
    .where(and(eq(groups.accountId, accountId), holds(sql`${groups.name} || ' ' || ${groups.displayName}`, text)))
    .orderBy(asc(groups.name))
    .limit(shownMax);
  return rows.map((row) => ({ kind: "group", ...row, isExact: row.name === text }));
}

/** The account's own, which are few as well, before the catalogue's. */
export async function findPolicies(tx: Tx, { accountId }: Allowed, text: string): Promise<Found[]> {
  const custom = await tx
    .select({ name: policies.name, description: policies.description })
    .from(policies)
    .where(and(eq(policies.accountId, accountId), holds(policies.name, text)))
    .orderBy(asc(policies.name))
    .limit(shownMax);
  const wanted = text.toLowerCase();
  const system = [...systemPolicies().keys()]
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name) => ({ name, description: "" }));
  const found = (type: "Custom" | "System") => (row: { name: string; description: string }) =>
    ({ kind: "policy", type, ...row, isExact: row.name === text }) as const;
  return [...custom.map(found("Custom")), ...system.map(found("System"))].slice(0, shownMax);
}

export async function findInvoices(tx: Tx, { accountId }: Allowed, text: string): Promise<Found[]> {
  const rows = await tx
    .select({ number: invoices.number, period: invoices.period })
    .from(invoices)
    .where(and(eq(invoices.accountId, accountId), eq(invoices.number, text)));
  return rows.map(({ number, period }) => ({ kind: "invoice", number, month: monthOf(period), isExact: true }));
}

/** A top-up or a payout by its reference, or any movement by its number on the wallet's statement. */
export async function findTransactions(tx: Tx, { accountId }: Allowed, text: string): Promise<Found[]> {
  const underReference = await movementsUnder(tx, accountId, text);
  const ofAccount = eq(transfers.accountId, accountId);
  const chosen = underReference
    ? and(ofAccount, sql`${transfers.kind} <> 'usage'`, underReference)
    : /^\d{1,18}$/.test(text)
      ? and(ofAccount, inArray(transfers.period, monthsOf(tx, accountId)), eq(transfers.walletSeq, BigInt(text)))
      : undefined;
  if (!chosen) return [];
  const { rows } = await readLines(tx, { by: "id", chosen, cursor: undefined, size: shownMax });
  return rows.map(({ seq, kind, subAccountName, chargePeriod, settlementNo, reference }) => ({
    kind: "transaction",
    seq: seq?.toString() ?? "",
    movement: kind,
    ...{ subAccountName, reference, isExact: true },
    month: chargePeriod && monthOf(chargePeriod),
    settlementNo: settlementNo?.toString() ?? null,
  }));
}

/** Every number is looked up in every month there is: months lead the keys of what they hold. */
const monthsOf = (tx: Tx, accountId: Allowed["accountId"]) =>
  tx.select({ period: billingPeriods.period }).from(billingPeriods).where(eq(billingPeriods.accountId, accountId));

export async function findCharges(tx: Tx, { accountId, scope }: Allowed, text: string): Promise<Found[]> {
  const own = scope.kind === "sub-account" ? eq(charges.subAccountId, scope.subAccountId) : undefined;
  const rows = await tx
    .select({ id: charges.id, period: charges.period })
    .from(charges)
    .where(
      and(
        eq(charges.accountId, accountId),
        inArray(charges.period, monthsOf(tx, accountId)),
        eq(charges.id, BigInt(text)),
        own,
      ),
    );
  return rows.map(({ id, period }) => ({ kind: "charge", id: id.toString(), month: monthOf(period), isExact: true }));
}

/** An event's id is of its own moment: that leads to the one partition, and the key, that hold it. */
export async function findAuditEvents(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const id = text.toLowerCase();
  const at = momentOfId(id);
  if (!at) return [];
  const rows = await tx
    .select({ id: auditEvents.id, action: auditEvents.action, at: auditEvents.occurredAt })
    .from(auditEvents)
    .where(and(await visibleEvents(tx, allowed, ""), eq(auditEvents.occurredAt, at), eq(auditEvents.id, id)));
  return rows.map((row) => ({ kind: "audit-event", ...row, isExact: true }));
}

/** Pages write the id of a request in small letters, RAM's answers in capitals. */
export async function findRequests(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const during = duringRequest(auditEvents, text);
  if (!during) return [];
  const ids = [text.toLowerCase(), text.toUpperCase()];
  const [event] = await newest(tx, allowed, and(during, inArray(auditEvents.requestId, ids)));
  return event ? [{ kind: "request", id: event.requestId, isExact: true }] : [];
}

export async function findAddresses(tx: Tx, allowed: Allowed, text: string): Promise<Found[]> {
  const askable = askableBy(allowed, AuditFilter.parse({ ip: text }));
  const [event] = await newest(tx, allowed, and(askable, eq(auditEvents.ip, text)));
  return event ? [{ kind: "address", ip: text, isExact: true }] : [];
}

async function newest(tx: Tx, allowed: Allowed, which: SQL | undefined) {
  return tx
    .select({ requestId: auditEvents.requestId })
    .from(auditEvents)
    .where(and(await visibleEvents(tx, allowed, ""), which))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(1);
}
