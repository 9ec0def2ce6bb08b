import * as z from "zod";
import { currencies, tierScopes } from "@/lib/domain/prices/price-words-schema";
import type { AccountId } from "@/lib/foundation/ids";
import { boundedText } from "@/lib/foundation/text-schema";

const code = z
  .string("required")
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/, "priceCode");
const decimal = z
  .string("required")
  .trim()
  .regex(/^\d{1,13}(?:\.\d{1,18})?$/, "decimal");
const wholeHour = z.iso
  .datetime({ offset: true, error: "wholeHour" })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() % 3_600_000 === 0, "wholeHour");

/** Graduated: each tier's price is for what lies above the tier before it; the last has no end. */
const tiers = z
  .array(z.strictObject({ upTo: decimal.nullable().default(null), price: decimal }))
  .min(1)
  .max(10)
  .refine((list) => list.every(({ upTo }, index) => (upTo === null) === (index === list.length - 1)), "tiers");

const version = { currency: z.enum(currencies, "chooseOne"), validFrom: wholeHour, tiers };

interface Priced {
  selector: Record<string, string>;
  tierScope: string;
  versions: readonly { tiers: readonly unknown[] }[];
}
const isPlain = ({ selector, tierScope, versions }: Priced) =>
  Object.keys(selector).length === 0 && tierScope === "none" && versions.every((one) => one.tiers.length === 1);

/** The whole price book, or a part of it, as it is exported and imported. */
export const PriceBook = z.strictObject({
  services: z.array(
    z.strictObject({
      code,
      nameEn: boundedText(80),
      nameZh: boundedText(80),
      category: boundedText(80),
      subcategory: boundedText(80),
      skus: z.array(
        z
          .strictObject({
            code,
            nameEn: boundedText(80),
            nameZh: boundedText(80),
            meter: code,
            consumedUnit: boundedText(40),
            pricingUnit: boundedText(40),
            unitsPerPriceUnit: decimal,
            recurring: z.boolean().default(false),
            prices: z.array(
              z.strictObject({
                code,
                selector: z.record(z.string().min(1).max(64), z.string().max(256)).default({}),
                tierScope: z.enum(tierScopes).default("none"),
                versions: z.array(z.strictObject(version)),
              }),
            ),
          })
          // What is charged by the month is one price for all of it: nothing is measured that could choose among several.
          .refine(({ recurring, prices }) => !recurring || prices.every(isPlain), {
            path: ["recurring"],
            error: "tiers",
          }),
      ),
    }),
  ),
});
export type PriceBook = z.output<typeof PriceBook>;

/** A new version of one price, from an hour that has not begun. One tier: the form's way. */
export const SetPriceInput = z.strictObject({
  priceCode: code,
  currency: z.enum(currencies, "chooseOne"),
  validFrom: wholeHour,
  price: decimal,
});
export type SetPriceInput = z.output<typeof SetPriceInput>;

export const SetContractPriceInput = z.strictObject({
  accountId: z.uuid().transform((value) => value as AccountId),
  priceCode: code,
  validFrom: wholeHour,
  /** Per cent off the list price, two decimals at most. */
  discount: z
    .string("required")
    .trim()
    .regex(/^(?:100|\d{1,2})(?:\.\d{1,2})?$/, "percent")
    .transform((text) => Math.round(Number(text) * 100))
    .refine((basisPoints) => basisPoints <= 10_000, "percent"),
});
export type SetContractPriceInput = z.output<typeof SetContractPriceInput>;

export const EndContractPriceInput = SetContractPriceInput.pick({ accountId: true, priceCode: true });
export type EndContractPriceInput = z.output<typeof EndContractPriceInput>;

export const TakeBackContractPriceInput = SetContractPriceInput.omit({ discount: true });
export type TakeBackContractPriceInput = z.output<typeof TakeBackContractPriceInput>;

const fileBytesMax = 1_000_000;

/** A price book, pasted or as a file: JSON as it is exported, or CSV with a line for each version. A file goes first. */
export const ImportPricesInput = z
  .strictObject({
    text: z.string("required").trim().max(fileBytesMax, "priceFileTooLong").default(""),
    file: z.custom<File>((value) => value instanceof File, "fileMissing").optional(),
    intent: z.enum(["check", "import"], "chooseOne"),
  })
  .refine(({ text, file }) => text !== "" || (file && file.size > 0), { path: ["text"], error: "required" })
  .refine(({ file }) => !file || file.size <= fileBytesMax, { path: ["file"], error: "priceFileTooLong" });
export type ImportPricesInput = z.output<typeof ImportPricesInput>;

/** The new version that an address proposes, to be looked at before it is set. */
export const PriceProposal = z.object({
  currency: z.enum(currencies).catch("CNY"),
  validFrom: z.string().max(40).catch(""),
  price: z.string().max(40).catch(""),
});
