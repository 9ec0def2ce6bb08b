import { useLocale } from "next-intl";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";

interface Props {
  amount: Micros;
  terms: { currency: string; minorDigits: number };
  /** The column's; by itself an amount shows the digits it has. */
  digits?: number;
  signed?: boolean;
}

/** An amount to its last digit; what lies below the currency's coins stands back. */
export function Money({ amount, terms: { currency, minorDigits }, digits, signed = false }: Props) {
  const locale = useLocale();
  const shown = digits ?? digitsOf([amount], minorDigits);
  const text = formatMoney(amount, { locale, currency, digits: shown, signed });
  const below = shown - minorDigits;
  if (below <= 0) return text;
  const cut = minorDigits === 0 ? text.length - below - 1 : text.length - below;
  return (
    <span className="whitespace-nowrap">
      {text.slice(0, cut)}
      <span className="text-ink-3">{text.slice(cut)}</span>
    </span>
  );
}
