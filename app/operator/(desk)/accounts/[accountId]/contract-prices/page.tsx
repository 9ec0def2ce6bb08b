import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { compareContractPrices } from "@/lib/domain/prices/compare-contract-prices";
import { listContractPrices, listPrices } from "@/lib/domain/prices/queries";
import { nextFullHour, writeHour } from "@/lib/domain/prices/rules";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { ContractTable } from "./_components/contract-table";
import { setContractPriceAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("priceBook");
  return { title: t("contractTitle") };
}

export default async function ContractPricesPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const [contracts, prices] = [await forPage(listContractPrices(ctx, accountId)), await forPage(listPrices(ctx))];
  const t = await getTranslations("priceBook");
  const [{ currency }, { now }] = [wallet, ctx];
  const nextHour = writeHour(nextFullHour(now));
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="contractPrices" />
      <Section id="contracts" title={t("contractTitle")} lead={t("contractLead")}>
        {contracts.length === 0 ? (
          <EmptyState title={t("noContract")} />
        ) : (
          <ContractTable accountId={accountId} rows={compareContractPrices(contracts, prices, { currency, now })} />
        )}
      </Section>
      {prices.length === 0 ? null : (
        <Section id="agree" title={t("agree")}>
          <PlainForm
            action={setContractPriceAction}
            labels={{ priceCode: t("price"), discount: t("discount"), validFrom: t("validFrom") }}
            initial={{ validFrom: nextHour }}
            idempotencyKey={newId()}
            className="max-w-160"
          >
            <input type="hidden" name="accountId" value={accountId} />
            <SelectField
              name="priceCode"
              options={prices.map(({ code, pricingUnit }) => ({ value: code, label: `${code} (${pricingUnit})` }))}
              required
            />
            <Field name="discount" hint={t("discountHint")} suffix="%" inputMode="decimal" maxLength={6} required />
            <Field name="validFrom" hint={t("validFromHint")} maxLength={32} autoComplete="off" mono required />
            <div className="form-actions">
              <SubmitButton>{t("agree")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      )}
    </>
  );
}
