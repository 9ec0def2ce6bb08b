import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import type { BulkRowView } from "@/lib/domain/bulk-runs/queries";
import { reasonWords } from "@/lib/entrypoints/console/reason-words";

export async function RowTable({ rows }: { rows: BulkRowView[] }) {
  const [t, wordReason] = await Promise.all([getTranslations("bulkRuns"), reasonWords()]);
  const label = { state: t("result"), reason: t("why") };
  return (
    <DataTable
      caption={t("rowsCaption")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          <th scope="col">{label.state}</th>
          <th scope="col">{label.reason}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.position}>
          <th scope="row" className="font-mono">
            {row.name || t("noName")}
          </th>
          <td data-label={label.state} className={row.state === "refused" ? "text-danger" : undefined}>
            {t(`rowStates.${row.state}`)}
          </td>
          <td data-label={label.reason}>{wordReason(row.reason)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
