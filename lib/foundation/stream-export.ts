import "server-only";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Fence } from "./fence";
import { type Tx, withExport } from "./transaction";

interface ExportOf {
  /** What comes before the first row. */
  head: string;
  query: (tx: Tx) => Promise<SQL>;
  /** Of COPY. */
  options: string;
  /** Rows end as RFC 4180 says, not as COPY does. */
  windowsLines: boolean;
}

/**
 * A file that is written while it is read. Resolves with the first rows on their way, so that whatever refuses them is
 * still an answer of its own.
 */
export function streamExport(fence: Fence, { head, query, options, windowsLines }: ExportOf): Promise<Readable> {
  const file = new PassThrough();
  file.write(head);
  return new Promise((resolve, reject) => {
    const exported = withExport(
      fence,
      async (tx) => ({ query: await quoted(tx, await query(tx)), options }),
      async (rows) => {
        resolve(file);
        await pipeline(rows, windowsLines ? inChunks("\n", "\r\n") : inChunks(), file);
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
