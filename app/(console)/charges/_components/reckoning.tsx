import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { sayQuantity } from "@/app/(console)/bills/_components/bill-lines";
import { DefinitionList } from "@/components/ui/definition-list";
import type { ChargeView } from "@/lib/domain/charges/presenter";

/** Unit price times quantity, and what of it this line carries: whole micros, the rest waits for the next line. */
export function Reckoning({ charge }: { charge: ChargeView }) {
  const t = useTranslations("finance");
  const format = useFormatter();
  const locale = useLocale();
  const { terms, unit, quantity, unitPrice, listUnitPrice, exactCost, tier, tiers, priceId, priceValidFrom, cost } =
    charge;
  if (unitPrice === null || quantity === null) {
    return <DefinitionList items={[{ term: t("cost"), value: <Money amount={cost} terms={terms} /> }]} />;
  }
  const per = (price: string | null) =>
    price && t("perUnit", { price: `${price} ${terms.currency}`, unit: unit ?? "" });
  const current = tier === null ? undefined : tiers[tier - 1];
  const upTo = current?.upTo;
  return (
    <DefinitionList
      items={[
        {
          term: t("priceVersion"),
          value:
            priceValidFrom &&
            t("priceVersionSince", {
              id: String(priceId),
              since: format.dateTime(priceValidFrom, {
                ...{ year: "numeric", month: "short", day: "numeric" },
                timeZone: terms.timeZone,
              }),
            }),
        },
        {
          term: t("tier"),
          value:
            tiers.length > 1 && tier !== null
              ? upTo
                ? t("tierUpTo", { tier, of: tiers.length, upTo: `${sayQuantity(upTo, locale)} ${unit ?? ""}` })
                : t("tierLast", { tier, of: tiers.length })
              : t("tierOne"),
        },
        { term: t("listPrice"), value: per(listUnitPrice) },
        ...(listUnitPrice === unitPrice ? [] : [{ term: t("contractPrice"), value: per(unitPrice) }]),
        { term: t("quantity"), value: `${sayQuantity(quantity, locale)} ${unit ?? ""}` },
        { term: t("exactCost"), value: `${quantity} × ${unitPrice} = ${exactCost} ${terms.currency}` },
        { term: t("cost"), value: <Money amount={cost} terms={terms} /> },
      ]}
    />
  );
}
