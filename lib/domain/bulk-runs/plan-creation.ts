import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { reservedNames } from "@/db/schema/reserved-names";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { requireApprovedAccount } from "@/lib/domain/sub-accounts/rules";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { type CreationLine, readCreation } from "./read-creation";
import { decodeList, readList } from "./read-list";
import { creationsMax } from "./rules";
import type { PlanCreationInput } from "./schema";
import { insertDraft } from "./steps";

/** A dry run: a verdict on each line of a list, and nobody created. The same list again finds its people there. */
export async function planCreation(ctx: Context, input: PlanCreationInput): Promise<{ id: string }> {
  const allowed = authorize(ctx, "ram:CreateUser", anySubAccount(ctx));
  requireApprovedAccount(ctx.account);
  if (input.accessKeys) authorize(ctx, "ram:CreateAccessKey", anySubAccount(ctx));
  const params = { passwords: input.passwords, accessKeys: input.accessKeys ?? "" };
  const lines = await linesOf(input);
  return withTransaction(allowed, async (tx) => {
    const { accountId } = allowed;
    const taken = await readTaken(tx, allowed, lines);
    const rows = lines.map((line, position) => ({ position, line, ...verdictOn(line, position, lines, taken) }));
    const planned = rows.filter(({ state }) => state === "waiting").length;
    const id = await insertDraft(tx, allowed, { kind: "create", total: rows.length, planned, params });
    await tx.insert(bulkRows).values(
      rows.map(({ position, line, state, reason }) => ({
        ...{ accountId, runId: id, position, state, reason },
        name: (line.name ?? "").slice(0, 200),
        input: state === "skipped" ? null : line,
      })),
    );
    return { id };
  });
}

async function linesOf({ list, file }: PlanCreationInput): Promise<CreationLine[]> {
  const hasFile = file !== undefined && file.size > 0;
  const field = hasFile ? "file" : "list";
  const text = hasFile ? decodeList(new Uint8Array(await file.arrayBuffer())) : list;
  if (text === undefined || text.includes("\u0000")) throw invalidField("bulk-run", field, "listUnreadable");
  const { lines, problem } = readList(text);
  if (problem) throw invalidField("bulk-run", field, problem);
  if (lines.length > creationsMax) {
    throw new DomainError("limit-reached", "bulk-run", {
      reason: "listTooLong",
      details: { field, max: creationsMax },
    });
  }
  return lines;
}

type Taken = Map<string, "here" | "gone">;

/** Names of the list that are in use or ever were. */
async function readTaken(tx: Tx, { accountId }: Allowed, lines: readonly CreationLine[]): Promise<Taken> {
  const names = [...new Set(lines.map(({ name }) => name ?? ""))];
  const rows = await tx
    .select({ name: reservedNames.name, here: sql<boolean>`${subAccounts.id} is not null` })
    .from(reservedNames)
    .leftJoin(subAccounts, and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, reservedNames.name)))
    .where(and(eq(reservedNames.accountId, accountId), inArray(reservedNames.name, names)));
  return new Map(rows.map(({ name, here }) => [name, here ? "here" : "gone"]));
}

interface Verdict {
  state: "waiting" | "skipped" | "refused";
  reason: string;
}

function verdictOn(line: CreationLine, position: number, lines: readonly CreationLine[], taken: Taken): Verdict {
  const { reason } = readCreation(line);
  if (reason) return { state: "refused", reason };
  const name = line.name ?? "";
  if (lines.findIndex((other) => other.name === name) < position) return { state: "refused", reason: "listedTwice" };
  const before = taken.get(name);
  if (before === "here") return { state: "skipped", reason: "bulkExists" };
  return before ? { state: "refused", reason: "nameTaken" } : { state: "waiting", reason: "" };
}
