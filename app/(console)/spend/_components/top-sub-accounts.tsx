import { useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { ShareBar } from "@/components/charts/share-bar";
import type { SpendSummary } from "@/lib/domain/spend/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";

/** Who spends most this month: each leads to its bill. */
export function TopSubAccounts({ summary: { top, terms, monthSoFar } }: { summary: SpendSummary }) {
  const t = useTranslations("finance");
  const digits = digitsOf(
    top.map(({ cost }) => cost),
    terms.minorDigits,
  );
  const month = terms.month.slice(0, 7);
  return (
    <>
      <ol className="grid max-w-160 gap-3">
        {top.map(({ name, cost }) => (
          <li key={name} className="grid gap-1">
            <span className="flex justify-between gap-6">
              <a href={paths.bills.one(month, name)} className="break-all font-mono">
                {name}
              </a>
              <span className="flex-none tabular-nums">
                <Money amount={cost} terms={terms} digits={digits} />
              </span>
            </span>
            <ShareBar perMille={monthSoFar > 0n ? Number((cost * 1000n) / monthSoFar) : 0} index={0} />
          </li>
        ))}
      </ol>
      <p className="mt-3">
        <a href={paths.bills.one(month)}>{t("allSubAccounts")}</a>
      </p>
    </>
  );
}
