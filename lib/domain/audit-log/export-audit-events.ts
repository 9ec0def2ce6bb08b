import "server-only";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { and, desc, type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { auditEvents } from "@/db/schema/audit-events";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { type Tx, withExport, withTransaction } from "@/lib/foundation/transaction";
import { csvColumns, csvHead, csvOptions, jsonColumns, jsonHead, jsonOptions } from "./export-rules";
import { matches, visibleTo } from "./list-conditions";
import { widestLog } from "./queries";
import type { ExportAuditEventsInput } from "./schema";

/**
 * The events the caller may see, as a file that is written while it is read. That it was asked for stands in the log
 * before its first line. Throws `rate-limited` past the limit of exports an account has, `unavailable` while too many
 * are being fetched.
 */
export async function exportAuditEvents(ctx: Context, input: ExportAuditEventsInput): Promise<Readable> {
  const allowed = authorize(ctx, "espalier:ExportAuditEvents", widestLog(ctx));
  await requireAttempt(ctx.now, [{ bucket: "exports", of: `${ctx.accountId}|${ctx.actorKey}` }]);
  const asked = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ""));
  await withTransaction(allowed, (tx) =>
    recordAudit(tx, allowed, { action: "espalier:ExportAuditEvents", resource: "audit-log", after: asked }),
  );
  const head = input.format === "csv" ? csvHead(allowed, asked) : jsonHead(allowed, asked);
  return streamOf(allowed, input, head);
}

/** Resolves with the first rows on their way, so that whatever refuses them is still an answer of its own. */
function streamOf(allowed: Allowed, input: ExportAuditEventsInput, head: string): Promise<Readable> {
  const file = new PassThrough();
  file.write(head);
  return new Promise((resolve, reject) => {
    const exported = withExport(
      allowed,
      async (tx) => ({
        query: await quoted(tx, await queryOf(tx, allowed, input)),
        options: input.format === "csv" ? csvOptions : jsonOptions,
      }),
      async (rows) => {
        resolve(file);
        await pipeline(rows, input.format === "csv" ? inChunks("\n", "\r\n") : inChunks(), file);
      },
    );
    exported.catch((error: unknown) => {
      file.destroy(error instanceof Error ? error : new Error("the export failed"));
      reject(error);
    });
  });
}

async function queryOf(tx: Tx, allowed: Allowed, input: ExportAuditEventsInput): Promise<SQL> {
  const own = allowed.scope.kind === "account" ? undefined : (actingSubAccount(allowed.actor)?.name ?? "");
  const visible = await visibleTo(tx, allowed, input.name);
  return sql`select ${input.format === "csv" ? csvColumns(own) : jsonColumns(own)} from ${auditEvents}
    where ${and(visible, matches(auditEvents, input))} order by ${desc(auditEvents.occurredAt)}, ${desc(auditEvents.id)}`;
}

/** COPY takes no parameters: PostgreSQL itself quotes each value into the text. */
async function quoted(tx: Tx, query: SQL): Promise<string> {
  const { sql: text, params } = new PgDialect().sqlToQuery(query);
  const values = JSON.stringify(params.map((value) => (value instanceof Date ? value.toISOString() : String(value))));
  const [row] = await tx.execute<{ literals: string[] }>(sql`
    select coalesce(jsonb_agg(quote_literal(value) order by at), '[]') as literals
    from jsonb_array_elements_text(${values}::jsonb) with ordinality as given(value, at)`);
  return text.replace(/\$(\d+)/g, (_, at: string) => String(row?.literals[Number(at) - 1]));
}

const chunkBytes = 65_536;

/** The driver hands on one piece a row; a browser is sent fewer, larger ones. */
function inChunks(from = "", to = ""): Transform {
  let waiting: Buffer[] = [];
  let size = 0;
  const take = () => {
    const chunk = Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
    // Byte for byte: in UTF-8 no part of another character is a line feed.
    return from ? Buffer.from(chunk.toString("latin1").replaceAll(from, to), "latin1") : chunk;
  };
  return new Transform({
    transform(row: Buffer, _encoding, done) {
      waiting.push(row);
      size += row.length;
      if (size < chunkBytes) done();
      else done(null, take());
    },
    flush(done) {
      done(null, take());
    },
  });
}
