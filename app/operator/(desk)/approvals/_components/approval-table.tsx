import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { ApprovalRow } from "@/lib/domain/approvals/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { ApprovalBadge } from "./approval-badge";

/** Requests of any account; what is open says until when, what is over says who ended it. */
export async function ApprovalTable({ caption, rows }: { caption: string; rows: readonly ApprovalRow[] }) {
  const t = await getTranslations("approvals");
  const isOpen = rows[0]?.state === "open";
  return (
    <DataTable
      caption={caption}
      head={
        <>
          <th scope="col">{t("reference")}</th>
          <th scope="col">{t("account")}</th>
          <th scope="col" className="num">
            {t("amount")}
          </th>
          <th scope="col">{t("kind")}</th>
          <th scope="col">{t("by")}</th>
          <th scope="col">{t("asked")}</th>
          <th scope="col">{isOpen ? t("until") : t("decidedBy")}</th>
          <th scope="col">{t("state")}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="min-w-28 wrap-anywhere">
            <Link href={paths.operator.approval(row.accountId, row.id)} prefetch={false}>
              {row.reference}
            </Link>
          </th>
          <td data-label={t("account")}>
            <Link href={paths.operator.account(row.accountId)} prefetch={false}>
              {row.accountName}
            </Link>
          </td>
          <td data-label={t("amount")} className="num">
            <Amount amount={row.amount} currency={row.currency} minorDigits={row.minorDigits} />
          </td>
          <td data-label={t("kind")}>
            <div>
              {t(`kinds.${row.kind}.label`)}
              <span className="block text-ink-3">{t(`codes.${row.reasonCode}`)}</span>
            </div>
          </td>
          <td data-label={t("by")} className="wrap-anywhere">
            {row.requestedBy}
          </td>
          <td data-label={t("asked")}>
            <Time at={row.requestedAt} />
          </td>
          <td data-label={isOpen ? t("until") : t("decidedBy")} className="wrap-anywhere">
            {isOpen ? <Time at={row.expiresAt} /> : row.decidedBy}
          </td>
          <td data-label={t("state")}>
            <ApprovalBadge state={row.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
