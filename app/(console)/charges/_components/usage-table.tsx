import { getLocale, getTranslations } from "next-intl/server";
import { sayQuantity } from "@/app/(console)/bills/_components/bill-lines";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { UsageBehind } from "@/lib/domain/charges/presenter";

interface Props {
  usage: UsageBehind[];
  more: boolean;
  timeZone: string;
}

/** What the platform service reported, as it came. */
export async function UsageTable({ usage, more, timeZone }: Props) {
  const [t, locale] = await Promise.all([getTranslations("finance"), getLocale()]);
  const label = {
    from: t("usedFrom"),
    to: t("usedTo"),
    value: t("quantity"),
    source: t("source"),
    told: t("reportedAt"),
  };
  return (
    <>
      <DataTable
        caption={t("usageBehind")}
        compact
        head={
          <>
            <th scope="col">{t("event")}</th>
            <th scope="col">{label.source}</th>
            <th scope="col">{label.from}</th>
            <th scope="col">{label.to}</th>
            <th scope="col">{label.told}</th>
            <th scope="col" className="num">
              {label.value}
            </th>
          </>
        }
      >
        {usage.map(({ id, source, startAt, endAt, value, ingestedAt }) => (
          <tr key={`${source} ${id}`}>
            <th scope="row" className="break-all font-mono font-normal">
              {id}
            </th>
            <td data-label={label.source} className="break-all">
              {source}
            </td>
            <td data-label={label.from}>
              <Time at={startAt} exact timeZone={timeZone} />
            </td>
            <td data-label={label.to}>
              <Time at={endAt} exact timeZone={timeZone} />
            </td>
            <td data-label={label.told}>
              <Time at={ingestedAt} exact timeZone={timeZone} />
            </td>
            <td data-label={label.value} className="num">
              {sayQuantity(value, locale)}
            </td>
          </tr>
        ))}
      </DataTable>
      {more ? <p className="mt-3 text-ink-2">{t("moreUsage", { count: usage.length })}</p> : null}
    </>
  );
}
