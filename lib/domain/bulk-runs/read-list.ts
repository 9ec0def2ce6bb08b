import "server-only";
import { parse } from "csv-parse/sync";
import { type CreationLine, creationColumns } from "./read-creation";

type ReadList = { lines: CreationLine[]; problem?: never } | { lines?: never; problem: "listUnreadable" | "listEmpty" };

/** UTF-8 with or without its mark, otherwise GB18030, which spreadsheets in China write. */
export function decodeList(bytes: Uint8Array): string | undefined {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may read it.
    }
  }
  return undefined;
}

/**
 * The lines of a list, comma, semicolon-free tab or CSV. A first line of column names is understood in any order; without
 * it the columns stand in the order of the template.
 */
export function readList(text: string): ReadList {
  let cells: string[][];
  try {
    cells = parse(text.replace(/^\ufeff/, ""), {
      delimiter: text.includes("\t") ? "\t" : ",",
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 16_384,
    });
  } catch {
    return { problem: "listUnreadable" };
  }
  const [first = []] = cells;
  const heads = first.map((cell) => cell.toLowerCase().replaceAll(" ", "_"));
  const hasHeads = heads.includes("name");
  const columns = hasHeads ? heads : [...creationColumns];
  const lines = (hasHeads ? cells.slice(1) : cells).map((row) => lineOf(columns, row));
  return lines.length === 0 ? { problem: "listEmpty" } : { lines };
}

function lineOf(columns: readonly string[], row: readonly string[]): CreationLine {
  const line: CreationLine = {};
  for (const column of creationColumns) {
    const cell = row[columns.indexOf(column)];
    // A formula guard that our own files write before typed text is not part of it.
    if (cell) line[column] = cell.replace(/^'(?=[=+\-@])/, "").slice(0, 8_192);
  }
  return line;
}
