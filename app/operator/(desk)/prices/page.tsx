import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { DataTable } from "@/components/tables/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listPrices } from "@/lib/domain/prices/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { TierText } from "./_components/tier-text";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("priceBook");
  return { title: t("title") };
}

export default async function PricesPage() {
  const ctx = await requireOperatorContext();
  const prices = await forPage(listPrices(ctx));
  const [t, locale] = await Promise.all([getTranslations("priceBook"), getLocale()]);
  const word = (en: string, zh: string) => (locale === "zh-CN" ? zh : en);
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          <>
            <ButtonLink href={paths.operator.importPrices()} variant="primary">
              {t("import")}
            </ButtonLink>
            <ButtonLink href={paths.operator.exportPrices("csv")} download>
              CSV
            </ButtonLink>
            <ButtonLink href={paths.operator.exportPrices("json")} download>
              JSON
            </ButtonLink>
          </>
        }
      />
      {prices.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("price")}</th>
              <th scope="col">{t("service")}</th>
              <th scope="col">{t("sku")}</th>
              <th scope="col">{t("meter")}</th>
              <th scope="col">{t("unit")}</th>
              <th scope="col">{t("now")}</th>
              <th scope="col">{t("next")}</th>
            </>
          }
        >
          {prices.map((price) => {
            const begun = price.versions.filter(({ validFrom }) => validFrom <= ctx.now);
            const next = price.versions.find(({ validFrom }) => validFrom > ctx.now);
            const currencies = [...new Set(begun.map(({ currency }) => currency))];
            return (
              <tr key={price.code}>
                <th scope="row" className="break-all">
                  <Link href={paths.operator.price(price.code)} prefetch={false}>
                    {price.code}
                  </Link>
                </th>
                <td data-label={t("service")}>{word(price.serviceNameEn, price.serviceNameZh)}</td>
                <td data-label={t("sku")}>
                  {word(price.nameEn, price.nameZh)}
                  {Object.entries(price.selector).map(([name, value]) => (
                    <span key={name} className="block text-ink-3">
                      {name}={value}
                    </span>
                  ))}
                </td>
                <td data-label={t("meter")} className="break-all font-mono">
                  {price.meter}
                </td>
                <td data-label={t("unit")}>{price.pricingUnit}</td>
                <td data-label={t("now")}>
                  {currencies.map((currency) => {
                    const version = begun.findLast((one) => one.currency === currency);
                    return version ? <TierText key={currency} version={version} /> : null;
                  })}
                </td>
                <td data-label={t("next")}>
                  {next ? (
                    <>
                      <TierText version={next} /> <Time at={next.validFrom} exact timeZone="UTC" />
                    </>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </DataTable>
      )}
    </>
  );
}
