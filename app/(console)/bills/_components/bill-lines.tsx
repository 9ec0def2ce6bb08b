import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { ShareBar } from "@/components/charts/share-bar";
import { DataTable } from "@/components/tables/data-table";
import type { BillLine, ChargeRow, MoneyTerms } from "@/lib/domain/spend/presenter";
import type { BillLines as Lines } from "@/lib/domain/spend/queries";
import type { BillFilter } from "@/lib/domain/spend/schema";
import { digitsOf } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";
import { Change } from "./change";
import { sayDay, sayWords } from "./words";

interface Props {
  lines: Lines;
  filter: BillFilter;
  terms: MoneyTerms;
  caption: string;
  /** To the rows that make a line. */
  hrefOf: (line: BillLine) => string;
  chargesHref?: ((line: BillLine) => string) | undefined;
}

const perMilleOf = (part: Micros, whole: Micros) => (whole <= 0n || part <= 0n ? 0 : Number((part * 1000n) / whole));

/** One side of a bill: what it cost, what it cost the month before, and how much of the whole it is. */
export async function BillLines({ lines, filter, terms, caption, hrefOf, chargesHref }: Props) {
  const { by, service, sku, category, day } = filter;
  const [t, format, locale] = await Promise.all([getTranslations("finance"), getFormatter(), getLocale()]);
  const { rows, total, before, charges } = lines;
  const digits = digitsOf([...rows.flatMap((row) => [row.cost, row.before]), total, before], terms.minorDigits);
  const money = (amount: Micros) => <Money amount={amount} terms={terms} digits={digits} />;
  const label = {
    cost: t("cost"),
    before: t("monthBefore"),
    change: t("changed"),
    share: t("share"),
    charges: t("charges"),
  };
  const nameOf = (line: BillLine) => {
    if (by === "day") return sayDay(format, line.key);
    if (by === "sub-account") return line.key || t("accountItself");
    if (by === "category") return t(`categories.${line.key as ChargeRow["category"]}`);
    return sayWords(line.words, locale, line.key || t("noSku"));
  };
  const showsQuantity = by === "sku";
  return (
    <DataTable
      caption={caption}
      head={
        <>
          <th scope="col" className="min-w-36">
            {t(`sides.${by}`)}
          </th>
          {showsQuantity ? (
            <th scope="col" className="num">
              {t("quantity")}
            </th>
          ) : null}
          <th scope="col" className="num">
            {label.cost}
          </th>
          <th scope="col">{label.share}</th>
          <th scope="col" className="num">
            {label.before}
          </th>
          <th scope="col" className="num">
            {label.change}
          </th>
          <th scope="col" className="num">
            {label.charges}
          </th>
        </>
      }
      foot={
        <tr>
          <th scope="row">{t(service || sku || category || day ? "totalOfFilter" : "total")}</th>
          {showsQuantity ? <td /> : null}
          <td className="num" data-label={label.cost}>
            {money(total)}
          </td>
          <td />
          <td className="num" data-label={label.before}>
            {money(before)}
          </td>
          <td className="num" data-label={label.change}>
            <Change now={total} before={before} terms={terms} digits={digits} />
          </td>
          <td className="num" data-label={label.charges}>
            {format.number(charges)}
          </td>
        </tr>
      }
    >
      {rows.map((line, index) => (
        <tr key={line.key}>
          <th scope="row" className="wrap-anywhere">
            <a href={hrefOf(line)}>{nameOf(line)}</a>
          </th>
          {showsQuantity ? (
            <td className="num" data-label={t("quantity")}>
              {line.quantity === null ? "" : `${sayQuantity(line.quantity, locale)} ${line.unit ?? ""}`}
            </td>
          ) : null}
          <td className="num" data-label={label.cost}>
            {money(line.cost)}
          </td>
          <td aria-hidden="true" className="min-w-24">
            <ShareBar perMille={perMilleOf(line.cost, total)} index={0} other={index > 4 || by === "day"} />
          </td>
          <td className="num" data-label={label.before}>
            {money(line.before)}
          </td>
          <td className="num" data-label={label.change}>
            <Change now={line.cost} before={line.before} terms={terms} digits={digits} />
          </td>
          <td className="num" data-label={label.charges}>
            {chargesHref ? <a href={chargesHref(line)}>{format.number(line.charges)}</a> : format.number(line.charges)}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** Every digit a quantity has, grouped as the language does. */
export const sayQuantity = (quantity: string, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 12 }).format(quantity as Intl.StringNumericLiteral);
