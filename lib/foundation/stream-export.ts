import "server-only";
import { createHash } from "node:crypto";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Fence, PlatformFence } from "./fence";
import { type Tx, withExport } from "./transaction";

interface ExportOf {
  /** What comes before the first row. */
  head: string;
  query: (tx: Tx) => Promise<SQL>;
  /** Of COPY. */
  options: string;
  /** Rows end as RFC 4180 says, not as COPY does. */
  windowsLines: boolean;
  /** What ends a file that came to its end: how many rows it has, and the SHA-256 of every byte before this. */
  tail?: (whole: Whole) => string;
}

export interface Whole {
  rows: number;
  sha256: string;
}

/**
 * A file that is written while it is read. Resolves with the first rows on their way, so that whatever refuses them is
 * still an answer of its own.
 */
export function streamExport(fence: Fence | PlatformFence, wanted: ExportOf): Promise<Readable> {
  return streamed(fence, wanted, (rows, file) => {
    file.write(wanted.head);
    return pipeline(rows, inChunks(wanted), file);
  });
}

/** As it is, one value a line: JSON holds neither of the two characters that would be quoted or separate. */
export const jsonOptions = `format csv, quote E'\\x01', delimiter E'\\x02'`;

/** A file that is drawn from rows of one JSON value each, as far as its reader has come and not further. */
export function streamDrawing(
  fence: Fence | PlatformFence,
  query: (tx: Tx) => Promise<SQL>,
  draw: (rows: AsyncIterable<unknown>) => AsyncIterable<Buffer>,
): Promise<Readable> {
  return streamed(fence, { query, options: jsonOptions }, (rows, file) => pipeline(draw(valuesOf(rows)), file));
}

async function* valuesOf(rows: Readable): AsyncGenerator<unknown> {
  let rest = "";
  // As text, so that no character is cut in two.
  for await (const piece of rows.setEncoding("utf8")) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

function streamed(
  fence: Fence | PlatformFence,
  { query, options }: Pick<ExportOf, "query" | "options">,
  use: (rows: Readable, file: PassThrough) => Promise<void>,
): Promise<Readable> {
  const file = new PassThrough({ highWaterMark: ahead });
  return new Promise((resolve, reject) => {
    const exported = withExport(
      fence,
      async (tx) => ({ query: await quoted(tx, await query(tx)), options }),
      async (rows) => {
        resolve(file);
        await use(rows, file);
      },
    );
    exported.catch((error: unknown) => {
      file.destroy(error instanceof Error ? error : new Error("the export failed"));
      reject(error);
    });
  });
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
/** How far the database may be ahead of a browser. */
const ahead = 8 * chunkBytes;

/** The driver hands on one piece a row; a browser is sent fewer, larger ones. */
function inChunks({ head, windowsLines, tail }: ExportOf): Transform {
  let waiting: Buffer[] = [];
  let size = 0;
  let rows = 0;
  const hash = tail && createHash("sha256").update(head);
  const take = () => {
    const joined = Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
    // Byte for byte: in UTF-8 no part of another character is a line feed.
    const chunk = windowsLines ? Buffer.from(joined.toString("latin1").replaceAll("\n", "\r\n"), "latin1") : joined;
    hash?.update(chunk);
    return chunk;
  };
  return new Transform({
    writableHighWaterMark: ahead,
    readableHighWaterMark: ahead,
    transform(row: Buffer, _encoding, done) {
      rows++;
      waiting.push(row);
      size += row.length;
      if (size < chunkBytes) done();
      else done(null, take());
    },
    flush(done) {
      const last = take();
      const end = hash && tail ? tail({ rows, sha256: hash.digest("hex") }) : "";
      done(null, Buffer.concat([last, Buffer.from(end)]));
    },
  });
}
