import { getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { ResourceView } from "@/lib/domain/resources/presenter";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { SilentBadge } from "./silent-badge";
import { StateBadge } from "./state-badge";
import { wordLabels } from "./word-labels";

interface Props {
  rows: readonly ResourceView[];
  terms: MoneyTerms;
  /** The list is of several sub-accounts. */
  showOwner: boolean;
  /** The zone that the page names. */
  timeZone?: string | undefined;
}

export async function ResourceTable({ rows, terms, showOwner, timeZone }: Props) {
  const t = await getTranslations("resources");
  const showCost = rows.some(({ cost }) => cost !== null);
  const digits = digitsOf(
    rows.flatMap(({ cost }) => cost ?? []),
    terms.minorDigits,
  );
  const label = {
    ...{ owner: t("subAccount"), service: t("service"), kind: t("kind"), state: t("state") },
    ...{ labels: t("labels"), since: t("since"), cost: t("costThisMonth") },
  };
  const lastHour = ({ cost }: NonNullable<ResourceView["lastHour"]>) => (
    <span className="text-ink-3">
      {cost === null
        ? t("lastHourToCome")
        : t.rich("lastHourOf", { amount: () => <Money amount={cost} terms={terms} /> })}
    </span>
  );
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          {showOwner ? <th scope="col">{label.owner}</th> : null}
          <th scope="col">{label.service}</th>
          <th scope="col">{label.kind}</th>
          <th scope="col">{label.state}</th>
          <th scope="col">{label.since}</th>
          <th scope="col">{label.labels}</th>
          {showCost ? (
            <th scope="col" className="num">
              {label.cost}
            </th>
          ) : null}
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <a href={paths.resources.one(row.subAccountName, row.id)}>{row.name || row.ownId}</a>
            {row.name === row.ownId ? null : (
              <span className="block min-w-40 break-all font-mono font-normal text-ink-3">{row.ownId}</span>
            )}
          </th>
          {showOwner ? (
            <td data-label={label.owner}>
              <a href={paths.resources.list({ owner: row.subAccountName })} className="font-mono">
                {row.subAccountName}
              </a>
            </td>
          ) : null}
          <td data-label={label.service}>
            <span className="grid max-sm:justify-items-end">
              {row.service}
              {row.region ? <span className="text-ink-3">{row.region}</span> : null}
            </span>
          </td>
          <td data-label={label.kind}>{row.type}</td>
          <td data-label={label.state}>
            <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
              <StateBadge standing={row.standing} />
              <SilentBadge since={row.silentSince} timeZone={timeZone} />
            </span>
          </td>
          <td data-label={label.since}>
            <Time at={row.stateSince} timeZone={timeZone} />
          </td>
          <td data-label={label.labels} className="wrap-anywhere">
            {wordLabels(row.labels)}
          </td>
          {showCost ? (
            <td data-label={label.cost} className="num">
              <span className="grid justify-items-end">
                {row.cost === null ? null : <Money amount={row.cost} terms={terms} digits={digits} />}
                {row.lastHour ? lastHour(row.lastHour) : null}
              </span>
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}
