import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { billResource } from "@/lib/authorization/resources";
import { listRestated } from "@/lib/domain/spend/month-sums-queries";
import { listBills } from "@/lib/domain/spend/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { digitsOf } from "@/lib/foundation/format-money";
import { asMicros } from "@/lib/foundation/money";
import { BillStatus } from "./_components/bill-status";
import { BooksNote } from "./_components/books-note";
import { Change } from "./_components/change";
import { PaperForm } from "./_components/document-form";
import { RestatedTable } from "./_components/restated-table";
import { sayMonth } from "./_components/words";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("bills")} · ${account.alias}` };
}

/** The account's months; a sub-account's own are with its spend. */
export default async function BillsPage({ searchParams }: PageProps<"/bills">) {
  const ctx = await requireConsoleContext();
  const isRestated = (await searchParams).view === "restated";
  const months = isRestated ? await forPage(listRestated(ctx)) : undefined;
  const { rows, terms } = await forPage(listBills(ctx, "account"));
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const digits = digitsOf(
    rows.map(({ total }) => total),
    terms.minorDigits,
  );
  const label = {
    status: t("state"),
    total: t("total"),
    change: t("changed"),
    subAccounts: t("subAccounts"),
    charges: t("charges"),
    paper: t("paper"),
  };
  const mayExport = mayDo(ctx, "bss:ExportBill", billResource(ctx));
  return (
    <>
      <PageHeader
        title={t("bills")}
        lead={t(isRestated ? "restatedLead" : "billsLead")}
        tabs={[
          { href: paths.bills.list(), label: t("asIssued"), current: !isRestated },
          { href: paths.bills.restated(), label: t("restated"), current: isRestated },
        ]}
        more={mayExport ? <ButtonLink href={paths.bills.check()}>{t("check.title")}</ButtonLink> : null}
      />
      {rows.length === 0 ? (
        <EmptyState title={t("noBills")}>{t("noBillsText")}</EmptyState>
      ) : months ? (
        <RestatedTable months={months} />
      ) : (
        <DataTable
          caption={t("bills")}
          head={
            <>
              <th scope="col">{t("month")}</th>
              <th scope="col">{label.status}</th>
              <th scope="col" className="num">
                {label.total}
              </th>
              <th scope="col" className="num">
                {label.change}
              </th>
              <th scope="col" className="num">
                {label.subAccounts}
              </th>
              <th scope="col" className="num">
                {label.charges}
              </th>
              <th scope="col">{label.paper}</th>
            </>
          }
        >
          {rows.map(({ month, status, total, subAccounts, charges }, index) => (
            <tr key={month}>
              <th scope="row">
                <a href={paths.bills.one(month)}>{sayMonth(format, month)}</a>
              </th>
              <td data-label={label.status}>
                <BillStatus status={status} />
              </td>
              <td data-label={label.total} className="num">
                <Money amount={total} terms={terms} digits={digits} />
              </td>
              <td data-label={label.change} className="num">
                {rows[index + 1] ? (
                  <Change now={total} before={rows[index + 1]?.total ?? asMicros(0n)} terms={terms} digits={digits} />
                ) : null}
              </td>
              <td data-label={label.subAccounts} className="num">
                {format.number(subAccounts)}
              </td>
              <td data-label={label.charges} className="num">
                <a href={paths.charges.list({ month })}>{format.number(charges)}</a>
              </td>
              <td data-label={label.paper}>
                {status === "closed" && mayExport ? (
                  <PaperForm month={month} name={""} of={sayMonth(format, month)} />
                ) : null}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <BooksNote terms={terms} />
    </>
  );
}
