import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { BillStatus } from "@/app/(console)/bills/_components/bill-status";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { Change } from "@/app/(console)/bills/_components/change";
import { DailyChart } from "@/app/(console)/bills/_components/daily-chart";
import { PaperForm } from "@/app/(console)/bills/_components/document-form";
import { SpendFigures } from "@/app/(console)/bills/_components/spend-figures";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { billResource, subAccountResource } from "@/lib/authorization/resources";
import { listSpendLimits } from "@/lib/domain/limits/queries";
import { getSpendSummary, listBills } from "@/lib/domain/spend/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { digitsOf } from "@/lib/foundation/format-money";
import { asMicros } from "@/lib/foundation/money";
import { LimitLines } from "./_components/limit-lines";
import { TopSubAccounts } from "./_components/top-sub-accounts";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("spend")} · ${account.alias}` };
}

/** What is being spent: by the account for who may see it, by oneself for everybody else. */
export default async function SpendPage() {
  const ctx = await requireConsoleContext();
  const summary = await forPage(getSpendSummary(ctx));
  const { rows } = await forPage(listBills(ctx, "widest"));
  const limits = await forPage(listSpendLimits(ctx));
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const { terms, daily, ofAccount, top, usedUntil } = summary;
  const name = ofAccount ? "" : (actingSubAccount(ctx.actor)?.name ?? "");
  const digits = digitsOf(
    rows.map(({ total }) => total),
    terms.minorDigits,
  );
  const monthOfDay = (day: string) => day.slice(0, 7);
  const label = {
    status: t("state"),
    total: t("total"),
    change: t("changed"),
    charges: t("charges"),
    paper: t("paper"),
  };
  const mayExport = mayDo(ctx, "bss:ExportBill", name ? subAccountResource(ctx, name) : billResource(ctx));
  return (
    <>
      <PageHeader title={t("spend")} lead={ofAccount ? t("spendLead") : t("spendLeadOwn")} />
      <SpendFigures summary={summary} name={name} />
      {limits.length > 0 ? (
        <Section id="limits" title={t("limits")}>
          <LimitLines limits={limits} terms={terms} />
        </Section>
      ) : null}
      <Section id="days" title={ofAccount ? t("lastDays") : t("lastDaysOwn")}>
        <DailyChart
          daily={daily}
          terms={terms}
          label={t("chart.label")}
          hrefOfDay={(day) =>
            ofAccount
              ? paths.bills.one(monthOfDay(day), "", { by: "sub-account", day })
              : paths.charges.list({ month: monthOfDay(day), day })
          }
          hrefOfSeries={(key) =>
            ofAccount
              ? paths.bills.one(monthOfDay(terms.month), key)
              : paths.bills.one(monthOfDay(terms.month), name, { by: "sku", service: key })
          }
        />
      </Section>
      {top.length > 0 ? (
        <Section id="top" title={t("top")}>
          <TopSubAccounts summary={summary} />
        </Section>
      ) : null}
      <Section id="months" title={t("months")}>
        {rows.length === 0 ? (
          <EmptyState title={t("noBills")}>{ofAccount ? t("noBillsText") : t("noBillsTextOwn")}</EmptyState>
        ) : (
          <DataTable
            caption={t("months")}
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
                  {label.charges}
                </th>
                <th scope="col">{label.paper}</th>
              </>
            }
          >
            {rows.map(({ month, status, total, charges }, index) => (
              <tr key={month}>
                <th scope="row">
                  <a href={paths.bills.one(month, name)}>{sayMonth(format, month)}</a>
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
                <td data-label={label.charges} className="num">
                  <a href={paths.charges.list({ month })}>{format.number(charges)}</a>
                </td>
                <td data-label={label.paper}>
                  {status === "closed" && mayExport ? (
                    <PaperForm month={month} name={name} of={sayMonth(format, month)} />
                  ) : null}
                </td>
              </tr>
            ))}
          </DataTable>
        )}
      </Section>
      <BooksNote terms={terms} usedUntil={usedUntil} />
    </>
  );
}
