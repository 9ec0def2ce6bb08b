import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Flash } from "@/app/_components/flash";
import { TierText } from "@/app/operator/(desk)/prices/_components/tier-text";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Banner } from "@/components/ui/banner";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { comparePrices } from "@/lib/domain/prices/compare-prices";
import { currencies } from "@/lib/domain/prices/price-words-schema";
import { listContractsOfPrice, listPrices } from "@/lib/domain/prices/queries";
import { nextFullHour, writeHour } from "@/lib/domain/prices/rules";
import { PriceProposal } from "@/lib/domain/prices/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { PriceContracts } from "./_components/price-contracts";
import { setPriceAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("priceBook");
  return { title: t("priceTitle") };
}

export default async function PricePage({ params, searchParams }: PageProps<"/operator/prices/of/[code]">) {
  const ctx = await requireOperatorContext();
  const { code } = await params;
  const price = (await forPage(listPrices(ctx))).find((one) => one.code === code);
  if (!price) notFound();
  const contracts = await forPage(listContractsOfPrice(ctx, code));
  const proposal = PriceProposal.parse(await searchParams);
  const [t, locale] = await Promise.all([getTranslations("priceBook"), getLocale()]);
  const ofCurrency = price.versions.filter(({ currency }) => currency === proposal.currency);
  const current = ofCurrency.findLast(({ validFrom }) => validFrom <= ctx.now);
  const nextHour = writeHour(nextFullHour(ctx.now));
  const change = proposal.price ? comparePrices(current?.tiers.at(-1)?.price, proposal.price) : undefined;
  return (
    <>
      <Flash />
      <PageHeader
        title={code}
        subtitle={locale === "zh-CN" ? price.nameZh : price.nameEn}
        breadcrumb={[{ href: paths.operator.prices(), label: t("title") }]}
      />
      <div className="grid gap-8">
        <DefinitionList
          items={[
            { term: t("service"), value: locale === "zh-CN" ? price.serviceNameZh : price.serviceNameEn },
            { term: t("meter"), value: <span className="font-mono">{price.meter}</span> },
            { term: t("consumed"), value: price.consumedUnit },
            { term: t("unit"), value: price.pricingUnit },
            { term: t("unitsPer"), value: price.unitsPerPriceUnit },
            { term: t("tierScope"), value: t(`scopes.${price.tierScope}`) },
          ]}
        />
        <Section id="versions" title={t("versions")} lead={t("versionsLead")}>
          <DataTable
            caption={t("versions")}
            head={
              <>
                <th scope="col">{t("validFrom")}</th>
                <th scope="col">{t("price")}</th>
                <th scope="col">{t("by")}</th>
              </>
            }
          >
            {price.versions.toReversed().map((version) => (
              <tr key={version.id}>
                <th scope="row">
                  <Time at={version.validFrom} exact timeZone="UTC" />
                </th>
                <td data-label={t("price")}>
                  <TierText version={version} />
                </td>
                <td data-label={t("by")}>
                  <ActorName name={version.createdBy} />
                </td>
              </tr>
            ))}
          </DataTable>
        </Section>
        {contracts.length > 0 ? (
          <Section id="contracts" title={t("contractsOf")} lead={t("contractsOfLead")}>
            <PriceContracts rows={contracts} />
          </Section>
        ) : null}
        <Section id="propose" title={t("propose")} lead={t("proposeLead")}>
          <FilterRow action={paths.operator.price(code)} submit={t("look")}>
            <FilterField
              name="currency"
              label={t("currency")}
              value={proposal.currency}
              options={currencies.map((value) => ({ value, label: value }))}
            />
            <FilterField name="price" label={t("newPrice", { unit: price.pricingUnit })} value={proposal.price} />
          </FilterRow>
          {proposal.price ? (
            <Banner tone="info" title={t("preview")}>
              {change === undefined
                ? t("previewFirst", { after: proposal.price, currency: proposal.currency })
                : t("previewChange", {
                    before: current?.tiers.at(-1)?.price ?? "",
                    after: proposal.price,
                    currency: proposal.currency,
                    change,
                  })}
              {current && current.tiers.length > 1 ? ` ${t("previewTiers")}` : ""}
            </Banner>
          ) : null}
        </Section>
        <Section id="set" title={t("set")} lead={t("setLead")}>
          <PlainForm
            action={setPriceAction}
            labels={{
              currency: t("currency"),
              validFrom: t("validFrom"),
              price: t("newPrice", { unit: price.pricingUnit }),
            }}
            initial={{ currency: proposal.currency, validFrom: proposal.validFrom || nextHour, price: proposal.price }}
            idempotencyKey={newId()}
            className="max-w-160"
          >
            <input type="hidden" name="priceCode" value={code} />
            <SelectField name="currency" options={currencies.map((value) => ({ value, label: value }))} required />
            <Field
              name="price"
              hint={t("newPriceHint")}
              inputMode="decimal"
              maxLength={34}
              autoComplete="off"
              required
            />
            <Field name="validFrom" hint={t("validFromHint")} maxLength={32} autoComplete="off" mono required />
            <div className="form-actions">
              <SubmitButton>{t("set")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      </div>
    </>
  );
}
