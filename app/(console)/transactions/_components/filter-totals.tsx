import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import type { Transactions } from "@/lib/domain/transactions/queries";

interface Props {
  totals: Transactions["totals"];
  terms: MoneyTerms;
  exactHref: string;
}

/** What the filter comes to. Very many lines are added up only when somebody asks. */
export async function FilterTotals({ totals, terms, exactHref }: Props) {
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  if (!totals) {
    return (
      <p role="status" className="result-count">
        {t("totalsTooMany")} <a href={exactHref}>{t("totalsExact")}</a>
      </p>
    );
  }
  return (
    <div role="status" className="result-count flex flex-wrap gap-x-6 gap-y-1">
      <span>{t("lines", { count: format.number(totals.lines), exact: Number(totals.lines) })}</span>
      {(["in", "out", "owed"] as const).map((side) =>
        side === "owed" && totals.owed === 0n ? null : (
          <span key={side}>
            {t(`totals.${side}`)}{" "}
            <strong className="font-semibold text-ink">
              <Money amount={totals[side]} terms={terms} />
            </strong>
          </span>
        ),
      )}
    </div>
  );
}
