import { useFormatter, useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { differenceOf, growthPerMille } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";

interface Props {
  now: Micros;
  before: Micros;
  terms: { currency: string; minorDigits: number };
  digits?: number;
}

/** What changed against the month before, in words where there is nothing to compare. */
export function Change({ now, before, terms, digits }: Props) {
  const t = useTranslations("finance");
  const format = useFormatter();
  if (now === before) return <span className="text-ink-3">{t("change.none")}</span>;
  const perMille = growthPerMille(now, before);
  const word = before === 0n ? t("change.new") : now === 0n ? t("change.gone") : undefined;
  return (
    <span className="ms-auto">
      <Money amount={differenceOf(now, before)} terms={terms} signed {...(digits !== undefined && { digits })} />
      <span className="ms-2 text-ink-2">
        {word ??
          (perMille === undefined
            ? ""
            : format
                .number(perMille / 1000, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" })
                .replace("-", "\u2212"))}
      </span>
    </span>
  );
}
