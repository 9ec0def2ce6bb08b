import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { listContractPrices, listPrices } from "@/lib/domain/prices/queries";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { setContractPriceAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("priceBook");
  return { title: t("contractTitle") };
}

const hourMs = 3_600_000;
/** Basis points as per cent, by their digits. */
const percentOf = (basisPoints: number) => {
  const [whole, part] = [Math.floor(basisPoints / 100), basisPoints % 100];
  return part === 0 ? `${whole}` : `${whole}.${String(part).padStart(2, "0").replace(/0$/, "")}`;
};

export default async function ContractPricesPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const [contracts, prices] = [await forPage(listContractPrices(ctx, accountId)), await forPage(listPrices(ctx))];
  const t = await getTranslations("priceBook");
  const nextHour = new Date((Math.floor(ctx.now.getTime() / hourMs) + 1) * hourMs).toISOString();
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="contractPrices" />
      <Section id="contracts" title={t("contractTitle")} lead={t("contractLead")}>
        {contracts.length === 0 ? (
          <EmptyState title={t("noContract")} />
        ) : (
          <DataTable
            caption={t("contractTitle")}
            head={
              <>
                <th scope="col">{t("price")}</th>
                <th scope="col" className="num">
                  {t("discount")}
                </th>
                <th scope="col">{t("validFrom")}</th>
                <th scope="col">{t("by")}</th>
              </>
            }
          >
            {contracts.map((row) => (
              <tr key={`${row.priceCode} ${row.validFrom.toISOString()}`}>
                <th scope="row" className="break-all">
                  {row.priceCode}
                </th>
                <td data-label={t("discount")} className="num">
                  {percentOf(row.discountBasisPoints)} %
                </td>
                <td data-label={t("validFrom")}>
                  <Time at={row.validFrom} exact timeZone="UTC" />
                </td>
                <td data-label={t("by")}>
                  <ActorName name={row.createdBy} />
                </td>
              </tr>
            ))}
          </DataTable>
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
            <SelectField name="priceCode" options={prices.map(({ code }) => ({ value: code, label: code }))} required />
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
