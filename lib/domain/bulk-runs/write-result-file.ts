import "server-only";
import { stringify } from "csv-stringify/sync";
import type { BulkRowView } from "./queries";

type WordReason = (reason: string, details: BulkRowView["details"]) => string;

/** What became of each row, with the reason in words: UTF-8 with its mark, CRLF, typed text guarded against formulas. */
export function writeResultFile(rows: readonly BulkRowView[], wordReason: WordReason): string {
  return stringify(
    rows.map(({ name, state, reason, details }) => ({
      name: guarded(name),
      result: state,
      reason: reason && wordReason(reason, details),
    })),
    { header: true, columns: ["name", "result", "reason"], bom: true, record_delimiter: "\r\n" },
  );
}

const guarded = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
