import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { BulkRowView, BulkRunView } from "@/lib/domain/bulk-runs/queries";
import { reasonWords } from "@/lib/entrypoints/console/reason-words";

interface Props {
  run: BulkRunView;
  rows: BulkRowView[];
}

export async function RowTable({ run, rows }: Props) {
  const [t, wordReason] = await Promise.all([getTranslations("bulkRuns"), reasonWords()]);
  const ofKeys = run.kind === "disable-keys";
  const label = { owner: t("keyOwner"), used: t("keyLastUsed"), state: t("result"), reason: t("why") };
  return (
    <DataTable
      caption={t("rowsCaption")}
      head={
        <>
          <th scope="col">{t(ofKeys ? "key" : "name")}</th>
          {ofKeys ? (
            <>
              <th scope="col">{label.owner}</th>
              <th scope="col">{label.used}</th>
            </>
          ) : null}
          <th scope="col">{label.state}</th>
          <th scope="col">{label.reason}</th>
        </>
      }
    >
      {rows.map(({ position, name, key, state, reason, details }) => (
        <tr key={position}>
          <th scope="row" className="break-all font-mono">
            {name || t("noName")}
          </th>
          {ofKeys ? (
            <>
              <td data-label={label.owner}>{key ? (key.owner ?? t("keyRoot")) : "–"}</td>
              <td data-label={label.used}>
                {key ? key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t("keyNeverUsed") : "–"}
              </td>
            </>
          ) : null}
          <td data-label={label.state} className={state === "refused" ? "text-danger" : undefined}>
            {t(`rowStates.${state}`)}
          </td>
          <td data-label={label.reason}>{wordReason(reason, details)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
