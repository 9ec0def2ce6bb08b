import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { sayDay } from "@/app/(console)/bills/_components/words";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { listCharges } from "@/lib/domain/charges/correction-queries";
import { ChargeFilter, chargeKinds } from "@/lib/domain/charges/correction-schema";
import { ofNone } from "@/lib/domain/spend/schema";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";

const filters = ["subAccount", "sku", "category", "day"] as const;

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
  const view = ChargeFilter.parse(await searchParams);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const { rows, next } = await forPage(listCharges(ctx, accountId, view));
  const [t, f, format, locale] = await Promise.all([
    getTranslations("desk"),
    getTranslations("finance"),
    getFormatter(),
    getLocale(),
  ]);
  const period = view.period.slice(0, 7);
  const set = Object.fromEntries(filters.flatMap((name) => (view[name] ? [[name, view[name]]] : [])));
  const hrefOf = (more: Record<string, string>) => paths.operator.charges(accountId, { period, ...more });
  const labelOf = {
    ...{ subAccount: t("subAccount"), sku: f("filters.sku") },
    ...{ category: f("filters.category"), day: f("filters.day") },
  };
  const say = (name: (typeof filters)[number]) => {
    if (name === "category") return view.category && t(`charges.categories.${view.category}`);
    if (name === "day") return sayDay(format, view.day);
    return view[name] === ofNone ? f("noSku") : view[name];
  };
  const chips = filters
    .filter((name) => view[name])
    .map((name) => ({
      label: f("chip", { filter: labelOf[name], value: say(name) }),
      removeHref: hrefOf(Object.fromEntries(Object.entries(set).filter(([one]) => one !== name))),
    }));
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="charges" />
      <p className="section-lead">{t("charges.lead", { zone: wallet.timeZone })}</p>
      <FilterRow
        action={paths.operator.charges(accountId)}
        chips={chips}
        clearHref={chips.length > 0 ? hrefOf({}) : undefined}
      >
        <FilterField name="period" label={t("charges.month")} value={period} />
        <FilterField name="subAccount" label={labelOf.subAccount} value={view.subAccount} />
        <FilterField name="sku" label={labelOf.sku} value={view.sku} />
        <FilterField
          name="category"
          label={labelOf.category}
          value={view.category}
          options={[
            { value: "", label: f("anyKind") },
            ...chargeKinds.map((value) => ({ value, label: t(`charges.categories.${value}`) })),
          ]}
        />
        <FilterField name="day" label={labelOf.day} value={view.day} placeholder={f("dayHint")} />
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
        {...(view.before && { newerHref: hrefOf(set), newerLabel: t("newest") })}
        {...(next && { olderHref: hrefOf({ ...set, before: next }) })}
      />
    </>
  );
}
