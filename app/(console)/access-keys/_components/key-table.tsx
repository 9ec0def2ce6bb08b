import { useTranslations } from "next-intl";
import { DataTable } from "@/components/tables/data-table";
import { RowCheckbox } from "@/components/tables/row-checkbox";
import { Time } from "@/components/ui/time";
import type { AccessKeyView } from "@/lib/domain/access-keys/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { StandingBadge } from "./standing-badge";

interface Props {
  rows: AccessKeyView[];
  /** Left out where all keys are one owner's. */
  withOwner?: boolean;
  /** The form that ticked rows belong to; none where nothing may be done in bulk. */
  bulkForm?: string | undefined;
}

export function KeyTable({ rows, withOwner = false, bulkForm }: Props) {
  const t = useTranslations("accessKeys");
  const bulk = useTranslations("bulkRuns");
  const label = { owner: t("owner"), name: t("name"), state: t("state"), created: t("created"), used: t("lastUsed") };
  return (
    <DataTable
      caption={t("room")}
      head={
        <>
          <th scope="col">{t("id")}</th>
          {withOwner ? <th scope="col">{label.owner}</th> : null}
          <th scope="col">{label.name}</th>
          <th scope="col">{label.state}</th>
          <th scope="col">{label.created}</th>
          <th scope="col">{t("expires")}</th>
          <th scope="col">{label.used}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="min-w-56 break-all font-mono">
            {bulkForm ? (
              <RowCheckbox name="ids[]" value={row.id} form={bulkForm} label={bulk("selectRow", { name: row.id })} />
            ) : null}
            <a href={paths.accessKeys.one(row.id)}>{row.id}</a>
          </th>
          {withOwner ? (
            <td data-label={label.owner}>
              {row.ownerName ? (
                <a href={paths.subAccounts.accessKeys(row.ownerName)}>{row.ownerName}</a>
              ) : (
                t("rootUser")
              )}
            </td>
          ) : null}
          <td data-label={label.name} className="min-w-28">
            <bdi>{row.name}</bdi>
          </td>
          <td data-label={label.state}>
            <StandingBadge accessKey={row} />
          </td>
          <td data-label={label.created}>
            <Time at={row.createdAt} byDay />
          </td>
          <td data-label={t("expires")}>{row.expiresAt ? <Time at={row.expiresAt} byDay /> : t("never")}</td>
          <td data-label={label.used}>
            {row.lastUsed ? (
              <div>
                <Time at={row.lastUsed.at} byDay />
                <span className="block text-ink-3">
                  {row.lastUsed.service} · {row.lastUsed.address}
                </span>
              </div>
            ) : (
              <span className="text-ink-3">{t("neverUsed")}</span>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
