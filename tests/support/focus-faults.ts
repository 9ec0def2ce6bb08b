import focus from "@/lib/domain/bills/focus-columns.json";
import { parseDecimal } from "@/lib/foundation/decimal";

export type Row = Record<string, string>;

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  emit?: string;
  allowed?: string[];
  minimum?: number;
  null_when?: Record<string, (string | null)[]>[];
  required_when?: Record<string, (string | null)[]>[];
  forbidden_when?: (Record<string, string[]> & { value: string })[];
  product?: [string, string, string];
  allowed_by?: Record<string, Record<string, string[]>>;
}
export const columns = [...focus.columns, ...focus.superset, ...focus.custom] as unknown as Column[];
const shapes: Record<string, RegExp> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  Decimal: /^-?\d+\.\d+$/,
  Integer: /^\d+$/,
  JSON: /^\{.*\}$/,
  String: /./s,
};
const meets = (row: Row, condition: Record<string, unknown>) =>
  Object.entries(condition).every(
    ([name, values]) =>
      name === "value" ||
      (values as (string | null)[]).some((value) => (value === "*" ? row[name] : (value ?? "") === row[name])),
  );

/** What a column's rules say against its cell in this row. */
export function faultsOf(row: Row, column: Column): string[] {
  const { name, type, nullable, allowed, minimum, product } = column;
  const cell = row[name];
  if (cell === undefined) return [`${name} is missing`];
  const faults: string[] = [];
  const say = (bad: boolean | undefined, what: string) => bad && faults.push(`${name} ${what}: ${cell}`);
  say(!nullable && cell === "", "is empty");
  say(cell !== "" && column.emit === "null", "is not empty");
  say(cell !== "" && !shapes[type]?.test(cell), `is no ${type}`);
  say(cell !== "" && allowed && !allowed.includes(cell), "is not allowed");
  say(cell !== "" && minimum !== undefined && cell.startsWith("-"), "is below zero");
  say(cell !== "" && column.null_when?.some((one) => meets(row, one)), "should be empty");
  say(cell === "" && column.required_when?.some((one) => meets(row, one)), "is required");
  say(
    column.forbidden_when?.some((one) => cell === one.value && meets(row, one)),
    "is forbidden here",
  );
  for (const [other, lists] of Object.entries(column.allowed_by ?? {})) {
    say(!lists[row[other] ?? ""]?.includes(cell), `does not belong to ${row[other]}`);
  }
  if (product) {
    const [price, quantity, cost] = product.map((one) => row[one] ?? "") as [string, string, string];
    const exact = (text: string) => parseDecimal(text, 30) ?? 0n;
    say(price !== "" && exact(price) * exact(quantity) !== exact(cost) * 10n ** 30n, `is not ${cost} / ${quantity}`);
  }
  return faults;
}
