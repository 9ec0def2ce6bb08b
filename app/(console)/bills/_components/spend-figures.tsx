import { useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { Sentences } from "@/components/ui/sentences";
import type { SpendSums } from "@/lib/domain/spend/sums-queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { Change } from "./change";
import { Figure } from "./figure";
import { LastHour } from "./last-hour";

interface Props {
  summary: SpendSums;
  /** Empty: of the account. */
  name: string;
}

/** The last hour, today, this month, and the month before up to the same day: of the account, or of the one sub-account it is about. */
export function SpendFigures({ summary, name }: Props) {
  const t = useTranslations("finance");
  const { terms, lastHour, today, yesterday, monthSoFar, beforeSoFar, beforeTotal } = summary;
  const month = terms.month.slice(0, 7);
  const dayHref = name
    ? paths.charges.list({ month, name, day: terms.today })
    : paths.bills.one(month, "", { by: "sub-account", day: terms.today });
  return (
    <dl className="mb-8 flex flex-wrap gap-x-12 gap-y-4">
      <Figure
        large
        term={t("thisMonth")}
        href={paths.bills.one(month, name)}
        value={<Money amount={monthSoFar} terms={terms} />}
        note={
          <a href={`${paths.bills.one(month, name, { by: "change" })}#lines`}>
            <Change now={monthSoFar} before={beforeSoFar} terms={terms} />
          </a>
        }
      />
      <LastHour lastHour={lastHour} terms={terms} />
      <Figure term={t("today")} href={dayHref} value={<Money amount={today} terms={terms} />} />
      <Figure term={t("yesterday")} value={<Money amount={yesterday} terms={terms} />} />
      <Figure
        term={t("beforeSameDay")}
        value={<Money amount={beforeSoFar} terms={terms} />}
        note={
          <Sentences>
            {t("wholeMonth")}
            <Money amount={beforeTotal} terms={terms} />
          </Sentences>
        }
      />
    </dl>
  );
}
