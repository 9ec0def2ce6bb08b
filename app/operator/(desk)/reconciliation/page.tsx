import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import * as z from "zod";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listReconciliations, type Reconciliation } from "@/lib/domain/wallet/reconciliation-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { asMicros } from "@/lib/foundation/money";
import { Amount } from "../_components/amount";

const Query = z.object({ after: z.string().max(64).catch("") });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("ties.title") };
}

/** All that two ways of adding up are apart, whichever is more. */
const apart = ({ ties }: Reconciliation) =>
  asMicros(ties.reduce((sum, { difference }) => sum + (difference < 0n ? -difference : difference), 0n));
const sumOf = ({ ties }: Reconciliation, name: "charged" | "wallet") => ties.find((tie) => tie.name === name)?.left;

export default async function ReconciliationPage({ searchParams }: PageProps<"/operator/reconciliation">) {
  const ctx = await requireOperatorContext();
  const { after } = Query.parse(await searchParams);
  const { rows, next } = await forPage(listReconciliations(ctx, { after }));
  const [t, format] = await Promise.all([getTranslations("desk"), getFormatter()]);
  const zero = asMicros(0n);
  const totals = Map.groupBy(rows, ({ wallet }) => wallet.currency);
  const add = (list: readonly Reconciliation[], of: (row: Reconciliation) => bigint | undefined) =>
    asMicros(list.reduce((sum, row) => sum + (of(row) ?? 0n), 0n));
  return (
    <>
      <PageHeader title={t("ties.title")} lead={t("ties.leadAll")} />
      {rows.length === 0 ? (
        <EmptyState title={t("noneFound")} />
      ) : (
        <DataTable
          caption={t("ties.title")}
          head={
            <>
              <th scope="col">{t("account")}</th>
              <th scope="col" className="num">
                {t("ties.charges")}
              </th>
              <th scope="col" className="num">
                {t("posted")}
              </th>
              <th scope="col" className="num">
                {t("ties.waiting")}
              </th>
              <th scope="col" className="num">
                {t("ties.difference")}
              </th>
            </>
          }
          foot={[...totals].map(([currency, list]) => (
            <tr key={currency}>
              <th scope="row">{t("ties.total", { currency })}</th>
              <td data-label={t("ties.charges")} className="num">
                <Amount amount={add(list, (row) => sumOf(row, "charged"))} currency={currency} minorDigits={2} />
              </td>
              <td data-label={t("posted")} className="num">
                <Amount amount={add(list, (row) => sumOf(row, "wallet"))} currency={currency} minorDigits={2} />
              </td>
              <td data-label={t("ties.waiting")} className="num">
                {format.number(list.reduce((sum, row) => sum + row.unrated + row.quarantined, 0))}
              </td>
              <td data-label={t("ties.difference")} className="num">
                <Amount amount={add(list, apart)} currency={currency} minorDigits={6} />
              </td>
            </tr>
          ))}
        >
          {rows.map((row) => (
            <tr key={row.account.accountId}>
              <th scope="row">
                <Link href={paths.operator.walletAct(row.account.accountId, "reconciliation")} prefetch={false}>
                  {row.account.name}
                </Link>
              </th>
              <td data-label={t("ties.charges")} className="num">
                <Amount
                  amount={sumOf(row, "charged") ?? zero}
                  currency={row.wallet.currency}
                  minorDigits={row.wallet.minorDigits}
                />
              </td>
              <td data-label={t("posted")} className="num">
                <Amount
                  amount={row.wallet.posted}
                  currency={row.wallet.currency}
                  minorDigits={row.wallet.minorDigits}
                />
              </td>
              <td data-label={t("ties.waiting")} className="num">
                {format.number(row.unrated + row.quarantined)}
              </td>
              <td data-label={t("ties.difference")} className="num">
                <Amount amount={apart(row)} currency={row.wallet.currency} minorDigits={6} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager
        {...(after && { newerHref: paths.operator.reconciliation(), newerLabel: t("firstPage") })}
        {...(next && { olderHref: paths.operator.reconciliation({ after: next }), olderLabel: t("nextPage") })}
      />
    </>
  );
}
