import { useLocale } from "next-intl";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";

interface Props {
  amount: Micros;
  currency: string;
  minorDigits: number;
  signed?: boolean;
}

/** An amount to its last digit with its currency's code: accounts of several currencies stand side by side here. */
export function Amount({ amount, currency, minorDigits, signed = false }: Props) {
  const digits = digitsOf([amount], minorDigits);
  const text = formatMoney(amount, { locale: useLocale(), currency, digits, signed, withCode: true });
  return <span className="whitespace-nowrap tabular-nums">{text}</span>;
}
