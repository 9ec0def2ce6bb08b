import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contractPrices } from "@/db/schema/price-book";
import { authorize } from "@/lib/authorization/authorize";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, withoutStepUp } from "@/tests/support/build-context";
import { buildPrice, operator } from "@/tests/support/build-usage";
import { compareContractPrices } from "./compare-contract-prices";
import { endContractPrice } from "./end-contract-price";
import { listContractPrices, listContractsOfPrice, listPrices } from "./queries";
import { areTied, pricePerUnit } from "./rules";
import { PriceBook, SetContractPriceInput, SetPriceInput, TakeBackContractPriceInput } from "./schema";
import { setContractPrice } from "./set-contract-price";
import { setPrice } from "./set-price";
import { takeBackContractPrice } from "./take-back-contract-price";

const hour = (hours: number) => new Date((Math.floor(Date.now() / 3_600_000) + hours) * 3_600_000).toISOString();

describe("the price book", () => {
  it("keeps every version of a price, and shows it as it was said", async () => {
    const priceCode = await buildPrice({
      tiers: [
        { upTo: "2.5", price: "0.02" },
        { upTo: null, price: "0.015" },
      ],
      tierScope: "resource",
    });
    await setPrice(operator, SetPriceInput.parse({ priceCode, currency: "CNY", validFrom: hour(2), price: "0.03" }));
    const found = (await listPrices(operator)).find(({ code }) => code === priceCode);
    expect(found?.versions.map(({ tiers }) => tiers)).toEqual([
      [
        { upTo: "2.5", price: "0.02" },
        { upTo: null, price: "0.015" },
      ],
      [{ upTo: null, price: "0.03" }],
    ]);
  });

  it("takes no price for what is past, or before the newest", async () => {
    const priceCode = await buildPrice();
    const set = (validFrom: string) =>
      setPrice(operator, SetPriceInput.parse({ priceCode, currency: "CNY", validFrom, price: "1" }));
    await expect(set(hour(-1))).rejects.toMatchObject({ code: "invalid-input", details: { field: "validFrom" } });
    await set(hour(3));
    await expect(set(hour(2))).rejects.toMatchObject({ code: "invalid-input" });
    await expect(set(hour(3))).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("refuses a price that has no exact one per unit, and tiers that leave something out", async () => {
    await expect(buildPrice({ units: "3600", tiers: [{ upTo: null, price: "0.01" }] })).rejects.toMatchObject({
      code: "invalid-input",
      details: { field: "price" },
    });
    expect(pricePerUnit("12.6", "3600")).toBe("0.0035");
    expect(pricePerUnit("0.02", "1000000")).toBe("0.00000002");
    const tiers = [{ upTo: "1", price: "1" }];
    const version = { currency: "CNY", validFrom: hour(0), tiers };
    const prices = [{ code: "p", versions: [version] }];
    const sku = {
      code: "s",
      nameEn: "s",
      nameZh: "s",
      meter: "m",
      consumedUnit: "u",
      pricingUnit: "u",
      unitsPerPriceUnit: "1",
      prices,
    };
    const service = { code: "s", nameEn: "s", nameZh: "s", category: "c", subcategory: "c", skus: [sku] };
    expect(PriceBook.safeParse({ services: [service] }).success).toBe(false);
  });

  it("knows two prices that some usage could both have", () => {
    expect(areTied({ model: "a" }, { region: "x" })).toBe(true);
    expect(areTied({ model: "a" }, { model: "b" })).toBe(false);
    expect(areTied({}, { model: "a" })).toBe(false);
  });

  it("gives one account its discount from an hour to come, once", async () => {
    const { accountId } = await buildAccount();
    const input = { accountId, priceCode: await buildPrice(), discount: "12.5" };
    const agreed = SetContractPriceInput.parse({ ...input, validFrom: hour(1) });
    await setContractPrice(operator, agreed);
    await expect(setContractPrice(operator, agreed)).rejects.toMatchObject({ code: "already-exists" });
    const past = SetContractPriceInput.parse({ ...input, validFrom: hour(-1) });
    await expect(setContractPrice(operator, past)).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("takes a discount back until its hour begins, and then no more", async () => {
    const { accountId } = await buildAccount();
    const [priceCode, other] = [await buildPrice(), (await buildAccount()).accountId];
    const at = (ahead: number) => ({ ...operator, now: new Date(hour(ahead)) });
    const of = { accountId, priceCode, validFrom: hour(1) };
    const agree = () => setContractPrice(operator, SetContractPriceInput.parse({ ...of, discount: "5" }));
    const takeBack = (who: typeof operator, input = {}) =>
      takeBackContractPrice(who, TakeBackContractPriceInput.parse({ ...of, ...input }));
    await agree();
    const refused = { code: "invalid-state", reason: "priceHasBegun" };
    for (const input of [{ validFrom: hour(2) }, { accountId: other }, { priceCode: await buildPrice() }]) {
      await expect(takeBack(at(0), input)).rejects.toMatchObject(refused);
    }
    await expect(takeBack(at(1))).rejects.toMatchObject(refused);
    expect(await listContractPrices(operator, accountId)).toHaveLength(1);
    await takeBack(at(0));
    expect(await listContractPrices(operator, accountId)).toEqual([]);
    await agree();
  });

  it("keeps a discount that has begun, whatever statement would delete it", async () => {
    const root = await buildAccount();
    const { accountId } = root;
    const begun = { accountId, priceCode: await buildPrice(), validFrom: hour(-1), discount: "5" };
    await setContractPrice({ ...operator, now: new Date(hour(-2)) }, SetContractPriceInput.parse(begun));
    await setContractPrice(operator, SetContractPriceInput.parse({ ...begun, validFrom: hour(2) }));
    const inside = enterAccount(operator, { ...root.account, accountId });
    const allowed = authorize(inside, "espalier:TakeBackContractPrice", walletResource(inside));
    const gone = await withTransaction(allowed, (tx) =>
      tx.delete(contractPrices).where(eq(contractPrices.accountId, accountId)).returning(),
    );
    expect(gone.map(({ validFrom }) => validFrom.toISOString())).toEqual([hour(2)]);
    expect(await listContractPrices(operator, accountId)).toHaveLength(1);
  });

  it("stands beside the list price of its hour, until it is ended from the next one", async () => {
    const { accountId, account } = await buildAccount();
    const priceCode = await buildPrice({
      tiers: [
        { upTo: "2.5", price: "0.02" },
        { upTo: null, price: "0.015" },
      ],
    });
    const other = await buildPrice();
    const agree = (validFrom: string, discount: string, code = priceCode) =>
      setContractPrice(
        { ...operator, now: new Date(hour(-48)) },
        SetContractPriceInput.parse({ accountId, priceCode: code, discount, validFrom }),
      );
    await agree(hour(-24), "10");
    await agree(hour(-12), "12.5");
    await agree(hour(5), "50", other);
    await setPrice(operator, SetPriceInput.parse({ priceCode, currency: "CNY", validFrom: hour(2), price: "0.04" }));
    const rowsAt = async (now: string, currency = "CNY") => {
      const [contracts, prices] = [await listContractPrices(operator, accountId), await listPrices(operator)];
      return compareContractPrices(contracts, prices, { currency, now: new Date(now) })
        .filter((row) => row.priceCode === priceCode)
        .map(({ state, discountBasisPoints, list, pays }) => {
          const said = (version: typeof list) => version?.tiers.map(({ price }) => price);
          return [state, discountBasisPoints, said(list), said(pays)];
        });
    };
    const list = ["0.02", "0.015"];
    const over = ["over", 1_000, list, ["0.018", "0.0135"]];
    expect(await rowsAt(hour(0))).toEqual([["now", 1_250, list, ["0.0175", "0.013125"]], over]);
    expect(await rowsAt(hour(3))).toEqual([["now", 1_250, ["0.04"], ["0.035"]], over]);
    expect((await rowsAt(hour(0), "EUR"))[0]).toEqual(["now", 1_250, undefined, undefined]);

    await endContractPrice({ ...operator, now: new Date(hour(0)) }, { accountId, priceCode });
    expect((await rowsAt(hour(0))).map(([state, discount]) => [state, discount])).toEqual([
      ["coming", 0],
      ["now", 1_250],
      ["over", 1_000],
    ]);
    expect((await rowsAt(hour(1)))[0]).toEqual(["now", 0, list, list]);
    const [newest] = await listContractsOfPrice(operator, priceCode);
    expect(newest).toMatchObject({ accountId, accountName: account.name, discountBasisPoints: 0 });
    expect(await listContractsOfPrice(operator, other)).toHaveLength(1);
    await expect(
      endContractPrice(withoutStepUp(buildOperator({ name: "ops@espalier.test" })), { accountId, priceCode: other }),
    ).rejects.toMatchObject({
      code: "step-up-required",
    });
  });
});
