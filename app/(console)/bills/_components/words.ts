import type { useFormatter } from "next-intl";
import type { Words } from "@/lib/domain/spend/presenter";

type Formatter = Pick<ReturnType<typeof useFormatter>, "dateTime">;

/** Days and months are dates of the books and of no zone: noon keeps them whole. */
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

export const sayMonth = (format: Formatter, month: string): string =>
  format.dateTime(noon(`${month}-01`), { year: "numeric", month: "long", timeZone: "UTC" });

export const sayDay = (format: Formatter, day: string): string =>
  format.dateTime(noon(day), { month: "short", day: "numeric", timeZone: "UTC" });

/** A name of the price book in the reader's language; `otherwise` where nothing of it is meant. */
export const sayWords = (words: Words, locale: string, otherwise: string): string =>
  words === null ? otherwise : locale === "zh-CN" ? words["zh-CN"] : words.en;
