import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { listCharges } from "@/lib/domain/charges/correction-queries";
import { ChargeFilter } from "@/lib/domain/charges/correction-schema";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";

interface Props {
  params: Promise<{ accountId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("tabs.charges") };
}

export default async function AccountChargesPage({ params, searchParams }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const asked = await searchParams;
  const view = ChargeFilter.parse(asked);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const { rows, next } = await forPage(listCharges(ctx, accountId, view));
  const [t, locale] = await Promise.all([getTranslations("desk"), getLocale()]);
  const filter = { period: view.period.slice(0, 7), ...(view.subAccount && { subAccount: view.subAccount }) };
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="charges" />
      <p className="section-lead">{t("charges.lead", { zone: wallet.timeZone })}</p>
      <FilterRow
        action={paths.operator.charges(accountId)}
        clearHref={asked.period || asked.subAccount ? paths.operator.charges(accountId) : undefined}
      >
        <FilterField name="period" label={t("charges.month")} value={view.period.slice(0, 7)} />
        <FilterField name="subAccount" label={t("subAccount")} value={view.subAccount} />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={t("charges.none")}>{t("charges.noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("tabs.charges")}
          head={
            <>
              <th scope="col">{t("charges.number")}</th>
              <th scope="col">{t("charges.used")}</th>
              <th scope="col">{t("subAccount")}</th>
              <th scope="col">{t("charges.what")}</th>
              <th scope="col" className="num">
                {t("charges.quantity")}
              </th>
              <th scope="col" className="num">
                {t("amount")}
              </th>
            </>
          }
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link href={paths.operator.charge(accountId, row.period, row.id)} prefetch={false}>
                  {row.id}
                </Link>
              </th>
              <td data-label={t("charges.used")}>
                <Time at={row.startAt} timeZone={wallet.timeZone} exact />
              </td>
              <td data-label={t("subAccount")}>{row.subAccountName}</td>
              <td data-label={t("charges.what")} className="break-words">
                {(locale === "zh-CN" ? row.skuNameZh : row.skuNameEn) ?? t(`charges.categories.${row.category}`)}
                {row.reversedBy ? <Badge tone="quiet">{t("charges.takenBack")}</Badge> : null}
                {row.correction ? <Badge tone="info">{t("charges.correction")}</Badge> : null}
                {row.note ? <bdi className="block text-ink-3">{row.note}</bdi> : null}
              </td>
              <td data-label={t("charges.quantity")} className="num">
                {row.quantity === null ? null : `${row.quantity} ${row.consumedUnit ?? ""}`}
              </td>
              <td data-label={t("amount")} className="num">
                <Amount amount={row.cost} currency={wallet.currency} minorDigits={wallet.minorDigits} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager
        {...(view.before && { newerHref: paths.operator.charges(accountId, filter), newerLabel: t("newest") })}
        {...(next && { olderHref: paths.operator.charges(accountId, { ...filter, before: next }) })}
      />
    </>
  );
}
