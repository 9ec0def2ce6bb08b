import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { listFees } from "@/lib/domain/fees/queries";
import { FeeFilter } from "@/lib/domain/fees/schema";
import { listPrices } from "@/lib/domain/prices/queries";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { FeeTable } from "./_components/fee-table";
import { giveFeeAction } from "./actions";

type Props = PageProps<"/operator/accounts/[accountId]/fees">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("fees");
  return { title: t("title") };
}

export default async function FeesPage({ params, searchParams }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const { rows, newer, older, month } = await forPage(listFees(ctx, accountId, FeeFilter.parse(await searchParams)));
  const prices = (await forPage(listPrices(ctx))).filter(({ recurring }) => recurring);
  const [t, locale] = await Promise.all([getTranslations("fees"), getLocale()]);
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="fees" />
      <Section id="fees" title={t("title")} lead={t("lead")}>
        {rows.length === 0 ? (
          <EmptyState title={t("none")} />
        ) : (
          <FeeTable accountId={accountId} rows={rows} terms={wallet} />
        )}
        <Pager
          {...(newer && { newerHref: paths.operator.fees(accountId, { cursor: newer }) })}
          {...(older && { olderHref: paths.operator.fees(accountId, { cursor: older }) })}
        />
      </Section>
      <Section id="give" title={t("give")} lead={t("giveLead")}>
        {prices.length === 0 ? (
          <EmptyState title={t("noPrices")}>{t("noPricesText")}</EmptyState>
        ) : (
          <PlainForm
            action={giveFeeAction}
            labels={{
              ...{ priceCode: t("price"), subAccountName: t("for"), quantity: t("quantity") },
              ...{ firstMonth: t("firstMonth"), lastMonth: t("lastMonth"), note: t("note") },
            }}
            initial={{ quantity: "1", firstMonth: month }}
            idempotencyKey={newId()}
            className="max-w-160"
          >
            <input type="hidden" name="accountId" value={accountId} />
            <SelectField
              name="priceCode"
              options={prices.map(({ code, nameEn, nameZh, pricingUnit }) => ({
                value: code,
                label: `${locale === "zh-CN" ? nameZh : nameEn} · ${code} (${pricingUnit})`,
              }))}
              required
            />
            <Field name="subAccountName" hint={t("forHint")} maxLength={64} autoComplete="off" />
            <Field name="quantity" hint={t("quantityHint")} inputMode="decimal" maxLength={19} required />
            <Field name="firstMonth" hint={t("firstMonthHint")} maxLength={7} autoComplete="off" mono required />
            <Field name="lastMonth" hint={t("lastMonthHint")} maxLength={7} autoComplete="off" mono />
            <Field name="note" hint={t("noteHint")} maxLength={200} autoComplete="off" />
            <div className="form-actions">
              <SubmitButton>{t("give")}</SubmitButton>
            </div>
          </PlainForm>
        )}
      </Section>
    </>
  );
}
