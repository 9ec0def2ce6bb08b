import { describe, expect, it } from "vitest";
import { newId } from "@/lib/foundation/ids";
import { buildPrice, operator } from "@/tests/support/build-usage";
import { comparePrices } from "./compare-prices";
import { importPriceFile } from "./import-price-file";
import { listPrices } from "./queries";
import { readPriceFile } from "./read-price-file";
import { ImportPricesInput } from "./schema";
import { writePriceFile } from "./write-price-file";

const head =
  "service,service_name_en,service_name_zh,category,subcategory,sku,sku_name_en,sku_name_zh,meter,consumed_unit,pricing_unit,units_per_price_unit,price_code,selector,tier_scope,currency,valid_from,tiers";
const lineOf = (code: string, validFrom: string, tiers: string) =>
  `${code},${code},${code},Compute,GPU,${code},${code},${code},${code},Seconds,Hour,3600,${code},"{""model"":""m1""}",resource,CNY,${validFrom},${tiers}`;
const run = (text: string, intent: "check" | "import") =>
  importPriceFile(operator, ImportPricesInput.parse({ text, intent }));
const own = async (code: string) => (await listPrices(operator)).filter((price) => price.code === code);

describe("a price book on paper", () => {
  it("comes in as CSV, tried first, and goes out so that nothing is new when it comes in again", async () => {
    const code = `p${newId().slice(-12)}`;
    const text = [
      head,
      lineOf(code, "2020-01-01T00:00:00Z", "100:3.6;:1.8"),
      lineOf(code, "2031-01-01T00:00:00Z", "7.2"),
    ].join("\r\n");
    await expect(run(text, "check")).rejects.toMatchObject({
      code: "invalid-state",
      reason: "priceCheck",
      details: { fresh: 2, known: 0, refused: 0 },
    });
    expect(await own(code)).toEqual([]);
    expect(await run(text, "import")).toEqual({ versions: 2 });
    const made = await own(code);
    expect(made[0]?.versions.map(({ tiers }) => tiers)).toEqual([
      [
        { upTo: "100", price: "3.6" },
        { upTo: null, price: "1.8" },
      ],
      [{ upTo: null, price: "7.2" }],
    ]);
    for (const again of [writePriceFile(made, "csv"), writePriceFile(made, "json")]) {
      await expect(run(again, "check")).rejects.toMatchObject({ details: { fresh: 0, known: 2, refused: 0 } });
      expect(await run(again, "import")).toEqual({ versions: 0 });
    }
  });

  it("comes in as a file, with all its history where nothing was priced by it yet", async () => {
    const code = `p${newId().slice(-12)}`;
    const years = [2020, 2021, 2022];
    const text = [head, ...years.map((year) => lineOf(code, `${year}-01-01T00:00:00Z`, "3.6"))].join("\n");
    const file = (content: string) => new File([`\ufeff${content}`], "book.csv");
    const choose = (content: string, intent: "check" | "import") =>
      importPriceFile(operator, ImportPricesInput.parse({ text: "", file: file(content), intent }));
    await expect(choose(text, "check")).rejects.toMatchObject({ details: { fresh: 3, refused: 0 } });
    expect(await choose(text, "import")).toEqual({ versions: 3 });
    await expect(choose("nothing", "check")).rejects.toMatchObject({ reason: "priceFile", details: { field: "file" } });
    const empty = ImportPricesInput.safeParse({ text: "", file: new File([], ""), intent: "check" });
    expect(empty.error?.issues[0]).toMatchObject({ path: ["text"], message: "required" });
  });

  it("with one refused version is not taken in at all, and says which", async () => {
    const known = await buildPrice();
    const fresh = `p${newId().slice(-12)}`;
    const text = [
      head,
      lineOf(fresh, "2031-01-01T00:00:00Z", "3.6"),
      lineOf(fresh, "2032-01-01T00:00:00Z", "0.01"),
    ].join("\n");
    await expect(run(text, "import")).rejects.toMatchObject({ details: { fresh: 1, refused: 1 } });
    expect(await own(fresh)).toEqual([]);
    const late = writePriceFile(await own(known), "csv").replace("2020-01-01", "2021-01-01");
    await expect(run(late, "import")).rejects.toMatchObject({
      details: { refused: 1, lines: expect.stringContaining("past") },
    });
  });

  it.each([
    ["neither", "priceFile"],
    ["{]", "priceFile"],
    ["a,b\n1,2", "priceFile"],
    [`${head}\n${lineOf("Bad Code", "2031-01-01T00:30:00Z", "x")}`, "priceLines"],
    ['{"services":[{"code":"x"}]}', "priceLines"],
  ])("is refused on its field when it is none: %j", (text, reason) => {
    expect(() => readPriceFile(text, "text")).toThrow(
      expect.objectContaining({ reason, details: expect.objectContaining({ field: "text" }) }),
    );
  });

  it("shows what a new price changes, in per cent", () => {
    expect(comparePrices("2", "2.5")).toBe("+25");
    expect(comparePrices("3", "2")).toBe("\u221233.3");
    expect(comparePrices(undefined, "2")).toBeUndefined();
    expect(comparePrices("2", "two")).toBeUndefined();
  });
});
