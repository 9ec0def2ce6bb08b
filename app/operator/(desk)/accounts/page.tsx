import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listWallets } from "@/lib/domain/wallet/operator-queries";
import { WalletFilter } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { Amount } from "../_components/amount";
import { WalletStateBadge } from "../_components/wallet-state-badge";

const states = ["", "ok", "low", "exhausted", "suspended"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts");
  return { title: t("title") };
}

export default async function AccountsPage({ searchParams }: PageProps<"/operator/accounts">) {
  const ctx = await requireOperatorContext();
  const view = WalletFilter.parse(await searchParams);
  const { rows, next } = await forPage(listWallets(ctx, view));
  const [t, desk] = await Promise.all([getTranslations("accounts"), getTranslations("desk")]);
  const filter = { ...(view.q && { q: view.q }), ...(view.state && { state: view.state }) };
  const first = paths.operator.accounts(filter);
  const isNarrowed = Boolean(view.q || view.state);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <FilterRow action={paths.operator.accounts()} {...(isNarrowed && { clearHref: paths.operator.accounts() })}>
        <FilterField name="q" label={desk("search")} value={view.q} />
        <FilterField
          name="state"
          label={desk("state")}
          value={view.state}
          options={states.map((value) => ({ value, label: value ? desk(`states.${value}`) : desk("anyState") }))}
        />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={isNarrowed ? desk("noneFound") : t("emptyTitle")}>
          {isNarrowed ? desk("noneFoundText") : t("empty")}
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={t("title")}
            head={
              <>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("company")}</th>
                <th scope="col">{t("uid")}</th>
                <th scope="col">{t("verification")}</th>
                <th scope="col" className="num">
                  {t("subAccounts")}
                </th>
                <th scope="col" className="num">
                  {desk("available")}
                </th>
                <th scope="col" className="num">
                  {desk("owed")}
                </th>
                <th scope="col">{desk("state")}</th>
              </>
            }
          >
            {rows.map((row) => (
              <tr key={row.uid}>
                <th scope="row">
                  <Link href={paths.operator.account(row.accountId)} prefetch={false}>
                    {row.accountName}
                  </Link>
                </th>
                <td data-label={t("company")}>
                  <bdi>{row.companyName}</bdi>
                </td>
                <td data-label={t("uid")} className="font-mono">
                  {row.uid}
                </td>
                <td data-label={t("verification")}>{t(`verifications.${row.verification}`)}</td>
                <td data-label={t("subAccounts")} className="num">
                  {row.subAccounts}
                </td>
                <td data-label={desk("available")} className="num">
                  <Amount amount={row.available} currency={row.currency} minorDigits={row.minorDigits} />
                </td>
                <td data-label={desk("owed")} className="num">
                  <Amount amount={row.owed} currency={row.currency} minorDigits={row.minorDigits} />
                </td>
                <td data-label={desk("state")}>
                  <WalletStateBadge state={row.state} />
                </td>
              </tr>
            ))}
          </DataTable>
          <Pager
            {...(view.after ? { newerHref: first, newerLabel: t("firstPage") } : {})}
            {...(next
              ? { olderHref: paths.operator.accounts({ ...filter, after: next }), olderLabel: t("nextPage") }
              : {})}
          />
        </>
      )}
    </>
  );
}
