import { coinDigits, formatMoney } from "@/lib/foundation/format-money";
import { parseMicros } from "@/lib/foundation/money";

const amounts = ["spent", "amount", "available"];

/** What a notice says, its amounts as everywhere: with the currency's sign and the reader's separators, to the smallest coin. */
export function amountsInWords(params: Record<string, string>, locale: string): Record<string, string> {
  const { currency } = params;
  if (!currency) return params;
  const digits = coinDigits(currency);
  const said = amounts.flatMap((name) => {
    const micros = parseMicros(params[name] ?? "");
    return micros === undefined ? [] : [[name, formatMoney(micros, { locale, currency, digits })]];
  });
  return { ...params, ...Object.fromEntries(said) };
}
