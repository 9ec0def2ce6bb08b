import "server-only";
import { parse } from "csv-parse/sync";
import { invalidField } from "@/lib/foundation/errors";
import { PriceBook } from "./schema";

export const priceColumns = [
  ...["service", "service_name_en", "service_name_zh", "category", "subcategory"],
  ...["sku", "sku_name_en", "sku_name_zh", "meter", "consumed_unit", "pricing_unit", "units_per_price_unit"],
  ...["recurring", "price_code", "selector", "tier_scope", "currency", "valid_from", "tiers"],
] as const;
type Line = Record<(typeof priceColumns)[number], string>;

type Field = "text" | "file";

/** Reads a price book from JSON or CSV. Throws `invalid-input` on the field it came by, naming the lines that cannot be read. */
export function readPriceFile(text: string, field: Field): PriceBook {
  const plain = text.replace(/^\ufeff/, "").trim();
  return plain.startsWith("{") ? readJson(plain, field) : readCsv(plain, field);
}

const refused = (field: Field, lines: readonly string[]) =>
  invalidField("price", field, "priceLines", { lines: lines.slice(0, 20).join("; ") });

function readJson(text: string, field: Field): PriceBook {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw invalidField("price", field, "priceFile");
  }
  const book = PriceBook.safeParse(content);
  if (book.success) return book.data;
  throw refused(
    field,
    book.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
  );
}

function readCsv(text: string, field: Field): PriceBook {
  let lines: Line[];
  try {
    lines = parse(text, { columns: true, trim: true, skip_empty_lines: true, max_record_size: 20_000 });
  } catch {
    throw invalidField("price", field, "priceFile");
  }
  // Files from before there were fees by the month lack the column.
  const missing = priceColumns.filter((name) => name !== "recurring" && lines[0] && !(name in lines[0]));
  if (lines.length === 0 || missing.length > 0) throw invalidField("price", field, "priceFile");
  const books = lines.map((line) => PriceBook.safeParse({ services: [serviceOf(line)] }));
  const faults = books.flatMap(({ error }, index) =>
    error ? [`${index + 2}: ${String(error.issues[0]?.path.at(-1) ?? "")}`] : [],
  );
  if (faults.length > 0) throw refused(field, faults);
  return { services: mergeServices(books.flatMap(({ data }) => data?.services ?? [])) };
}

function serviceOf(line: Line) {
  return {
    ...{ code: line.service, nameEn: line.service_name_en, nameZh: line.service_name_zh },
    ...{ category: line.category, subcategory: line.subcategory },
    skus: [
      {
        ...{ code: line.sku, nameEn: line.sku_name_en, nameZh: line.sku_name_zh, meter: line.meter },
        ...{ consumedUnit: line.consumed_unit, pricingUnit: line.pricing_unit },
        unitsPerPriceUnit: line.units_per_price_unit,
        recurring: line.recurring === "yes",
        prices: [
          {
            ...{ code: line.price_code, selector: selectorOf(line.selector), tierScope: line.tier_scope },
            versions: [{ currency: line.currency, validFrom: line.valid_from, tiers: tiersOf(line.tiers) }],
          },
        ],
      },
    ],
  };
}

function selectorOf(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return text;
  }
}

/** `100:0.02; :0.015`: up to so many pricing units, at so much each; the last has no end. */
function tiersOf(text: string): unknown {
  return text.split(";").map((tier) => {
    const [upTo = "", price = ""] = tier.includes(":") ? tier.split(":") : ["", tier];
    return { upTo: upTo.trim() || null, price: price.trim() };
  });
}

type Service = PriceBook["services"][number];

/** Lines of one service, SKU or price become one of each, with the words of the first. */
function mergeServices(services: readonly Service[]): Service[] {
  return mergeByCode(services, (one, other) => ({
    ...one,
    skus: mergeByCode([...one.skus, ...other.skus], (sku, more) => ({
      ...sku,
      prices: mergeByCode([...sku.prices, ...more.prices], (price, further) => ({
        ...price,
        versions: [...price.versions, ...further.versions],
      })),
    })),
  }));
}

function mergeByCode<T extends { code: string }>(list: readonly T[], merge: (one: T, other: T) => T): T[] {
  const merged = new Map<string, T>();
  for (const one of list) {
    const known = merged.get(one.code);
    merged.set(one.code, known ? merge(known, one) : one);
  }
  return [...merged.values()];
}
