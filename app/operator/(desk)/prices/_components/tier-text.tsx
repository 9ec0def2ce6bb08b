import { useTranslations } from "next-intl";
import type { PriceView } from "@/lib/domain/prices/presenter";

/** A version's price as it was said: one, or what each part of a month's use costs. */
export function TierText({ version: { tiers, currency } }: { version: PriceView["versions"][number] }) {
  const t = useTranslations("priceBook");
  return (
    <span className="block tabular-nums">
      {tiers.map(({ upTo, price }) => (
        <span key={upTo ?? "rest"} className="block">
          {price} {currency}
          {upTo ? <span className="text-ink-3"> {t("upTo", { amount: upTo })}</span> : null}
        </span>
      ))}
    </span>
  );
}
