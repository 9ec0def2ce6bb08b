import { useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { WhichHour } from "@/app/(console)/bills/_components/which-hour";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import type { LastHour } from "@/lib/domain/spend/rules";

/** What one resource costs now, or that it is not known yet; and which hour is meant. */
export function LastHourFact({ hour, terms }: { hour: LastHour; terms: MoneyTerms }) {
  const t = useTranslations("finance");
  return (
    <>
      <span>{hour.cost === null ? t("notRated") : <Money amount={hour.cost} terms={terms} />}</span>
      <span className="text-ink-3">
        <WhichHour hour={hour} terms={terms} />
      </span>
    </>
  );
}
