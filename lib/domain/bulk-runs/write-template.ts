import "server-only";
import { stringify } from "csv-stringify/sync";
import { creationColumns } from "./read-creation";

/** The columns and one line that shows them, for a spreadsheet. */
export function writeTemplate(): string {
  const example = ["ada", "Ada Lovelace", "ada@example.com", "+86 138 0013 8000", "", "team: vision; env: dev"];
  return stringify([[...creationColumns], example], { bom: true, record_delimiter: "\r\n" });
}
