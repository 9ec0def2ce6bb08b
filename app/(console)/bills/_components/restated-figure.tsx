import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import type { MoneyTerms, Restated } from "@/lib/domain/spend/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { Figure } from "./figure";
import { sayMonth } from "./words";

interface Props {
  restated: Restated;
  /** Empty for the account. */
  name: string;
  terms: MoneyTerms;
}

/** What was consumed in a month comes to, whichever bills it stands on; beside what was issued, which never changes. */
export async function RestatedFigure({ restated: { total, later, ofBefore }, name, terms }: Props) {
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  return (
    <Figure
      term={t("restated")}
      value={<Money amount={total} terms={terms} />}
      note={
        <>
          {later.map(({ month, cost }) => (
            <span key={month} className="block">
              <Money amount={cost} terms={terms} signed />{" "}
              <a href={paths.bills.one(month, name)}>{t("onBillOf", { month: sayMonth(format, month) })}</a>
            </span>
          ))}
          {ofBefore === 0n ? null : (
            <span className="block">
              {t.rich("withoutBefore", { amount: () => <Money amount={ofBefore} terms={terms} signed /> })}
            </span>
          )}
        </>
      }
    />
  );
}
