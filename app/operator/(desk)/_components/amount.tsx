import { useLocale } from "next-intl";
import type { Micros } from "@/lib/foundation/money";
import { writeMicros } from "@/lib/foundation/money";

interface Props {
  amount: Micros;
  /** Its code is shown: accounts of several currencies stand side by side here. */
  currency: string;
  minorDigits: number;
  /** A plus before what is positive. */
  signed?: boolean;
}

/** An amount to its last digit; the digits themselves are formatted, so that it passes through no float. */
export function Amount({ amount, currency, minorDigits, signed = false }: Props) {
  const format = new Intl.NumberFormat(useLocale(), {
    minimumFractionDigits: minorDigits,
    maximumFractionDigits: 6,
    signDisplay: signed ? "exceptZero" : "auto",
  });
  const text = format.format(writeMicros(amount, 6) as Intl.StringNumericLiteral).replace("-", "\u2212");
  return (
    <span className="whitespace-nowrap tabular-nums">
      {text} {currency}
    </span>
  );
}
