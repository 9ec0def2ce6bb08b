import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { WaitingSum } from "@/lib/domain/usage/estimate-queries";
import type { QuarantinedView } from "@/lib/domain/usage/queries";

interface Props {
  counts: readonly { reason: QuarantinedView["reason"]; count: number; oldestAt: Date }[];
  sums: readonly WaitingSum[];
  hrefOf: (reason: string) => string;
}

/** What waits for each reason: how many, since when, and what it would come to. */
export function WaitingSums({ counts, sums, hrefOf }: Props) {
  const t = useTranslations("quarantine");
  const format = useFormatter();
  const label = { count: t("count"), oldest: t("oldest"), estimate: t("estimate") };
  return (
    <Section id="sums" title={t("sums")} lead={t("sumsLead")}>
      <DataTable
        caption={t("sums")}
        compact
        head={
          <>
            <th scope="col">{t("reason")}</th>
            <th scope="col" className="num">
              {label.count}
            </th>
            <th scope="col">{label.oldest}</th>
            <th scope="col" className="num">
              {label.estimate}
            </th>
          </>
        }
      >
        {counts.map(({ reason, count, oldestAt }) => {
          const sum = sums.find((one) => one.reason === reason);
          return (
            <tr key={reason}>
              <th scope="row">
                <a href={hrefOf(reason)}>{t(`reasons.${reason}`)}</a>
              </th>
              <td data-label={label.count} className="num">
                {format.number(count)}
              </td>
              <td data-label={label.oldest}>
                <Time at={oldestAt} />
              </td>
              <td data-label={label.estimate} className="num">
                <div className="grid justify-items-end">
                  {sum && sum.amounts.length > 0 ? (
                    sum.amounts.map((one) => <Amount key={one.currency} {...one} />)
                  ) : (
                    <span className="text-ink-3">{t("noEstimate")}</span>
                  )}
                  {sum && sum.amounts.length > 0 && sum.unpriced > 0 ? (
                    <span className="text-ink-3">{t("unpriced", { count: sum.unpriced })}</span>
                  ) : null}
                  {sum && sum.read < count ? (
                    <span className="text-ink-3">{t("readOf", { count: sum.read })}</span>
                  ) : null}
                </div>
              </td>
            </tr>
          );
        })}
      </DataTable>
    </Section>
  );
}
