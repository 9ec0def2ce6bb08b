import { useTranslations } from "next-intl";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { Changes } from "@/lib/domain/spend/change-queries";
import type { ChangePart, ChangeRow, ChangeSums } from "@/lib/domain/spend/change-rules";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { monthBefore } from "@/lib/domain/spend/rules";
import { type BillFilter, changeParts, ofNone } from "@/lib/domain/spend/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { differenceOf, digitsOf } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";
import { Figure } from "./figure";
import { sayDay, sayMonth, sayWords } from "./words";

interface Props {
  changes: Changes;
  month: string;
  /** Empty: of the account. */
  name: string;
  terms: MoneyTerms;
  filter: Pick<BillFilter, "service" | "sku" | "category" | "day">;
  part: ChangePart | undefined;
  mayExport: boolean;
}

const amountsOf = ({ before, now, parts }: ChangeSums) => [before, now, ...changeParts.map((part) => parts[part])];

/** Why a month cost another amount than the one before: four parts, and the rows that make each. */
export async function ChangeView({ changes, month, name, terms, filter, part, mayExport }: Props) {
  const [t, format, locale] = await Promise.all([getTranslations("finance"), getFormatter(), getLocale()]);
  const { all, rows, rest, total, names, upTo, tooMany } = changes;
  const earlier = monthBefore(month);
  const set = Object.fromEntries(
    (["service", "sku", "category", "day"] as const).flatMap((key) => (filter[key] ? [[key, filter[key]]] : [])),
  );
  const changesOf = (view: Record<string, string>) =>
    `${paths.bills.one(month, name, { ...set, by: "change", ...view })}#lines`;
  if (tooMany) return <EmptyState title={t("changes.tooMany")}>{t("changes.tooManyText")}</EmptyState>;
  const digits = digitsOf([all, rest, total, ...rows].flatMap(amountsOf), terms.minorDigits);
  const money = (amount: Micros, signed = false) => (
    <Money amount={amount} terms={terms} digits={digits} signed={signed} />
  );
  const ownerOf = ({ whose }: ChangeRow) => name || (names.get(whose) ?? ofNone);
  const chargesOf = (row: ChangeRow, period: string, day: string) =>
    paths.charges.list({
      ...{ month: period, name: ownerOf(row), sku: row.sku || ofNone },
      ...(filter.category && { category: filter.category }),
      ...(day && { day }),
    });
  // The days up to which it is compared are not an address of charges, but each of them is a line of the bill.
  const beforeOf = (row: ChangeRow) =>
    upTo && ownerOf(row) !== ofNone
      ? `${paths.bills.one(earlier, ownerOf(row), { by: "day", sku: row.sku || ofNone })}#lines`
      : chargesOf(row, earlier, filter.day && `${earlier}${filter.day.slice(7)}`);
  const label = { before: t("monthBefore"), now: t("changes.now") };
  const cells = (of: ChangeSums, hrefOf: (cell: "before" | "now" | ChangePart) => string | undefined) =>
    (["before", ...changeParts, "now"] as const).map((cell) => {
      const isWhole = cell === "before" || cell === "now";
      const amount = isWhole ? of[cell] : of.parts[cell];
      const href = amount === 0n ? undefined : hrefOf(cell);
      return (
        <td key={cell} className="num" data-label={isWhole ? label[cell] : t(`changes.parts.${cell}`)}>
          {amount === 0n && !isWhole ? (
            <span className="text-ink-3">–</span>
          ) : href ? (
            <a href={href} className="text-ink no-underline hover:underline">
              {money(amount, !isWhole)}
            </a>
          ) : (
            money(amount, !isWhole)
          )}
        </td>
      );
    });
  return (
    <>
      <p className="mb-4 max-w-prose text-ink-2">
        {upTo
          ? t("changes.leadSoFar", { month: sayMonth(format, earlier), day: sayDay(format, upTo) })
          : t("changes.lead", { month: sayMonth(format, earlier) })}
      </p>
      <dl className="mb-6 flex flex-wrap gap-x-12 gap-y-4">
        <Figure
          term={t("changes.difference")}
          href={part ? changesOf({}) : undefined}
          value={money(differenceOf(all.now, all.before), true)}
        />
        {changeParts.map((one) => (
          <Figure
            key={one}
            term={t(`changes.parts.${one}`)}
            href={all.parts[one] === 0n ? undefined : changesOf({ part: one })}
            value={money(all.parts[one], true)}
            note={one === part ? t("changes.only") : undefined}
          />
        ))}
      </dl>
      {rows.length === 0 ? (
        <EmptyState title={t("changes.none")}>{t("changes.noneText")}</EmptyState>
      ) : (
        <>
          {mayExport ? <ChangesForm asked={{ month, name, ...set, ...(part && { part }) }} /> : null}
          <DataTable
            caption={t("sides.change")}
            head={
              <>
                <th scope="col" className="min-w-36">
                  {t("sides.sku")}
                </th>
                <th scope="col" className="num">
                  {label.before}
                </th>
                {changeParts.map((one) => (
                  <th key={one} scope="col" className="num">
                    {t(`changes.parts.${one}`)}
                  </th>
                ))}
                <th scope="col" className="num">
                  {label.now}
                </th>
              </>
            }
            foot={
              <>
                {rest.count > 0 ? (
                  <tr>
                    <th scope="row">{t("changes.rest", { count: rest.count })}</th>
                    {cells(rest, () => undefined)}
                  </tr>
                ) : null}
                <tr>
                  <th scope="row">{t(part ? "changes.totalOfPart" : "changes.totalChanged")}</th>
                  {cells(total, () => undefined)}
                </tr>
              </>
            }
          >
            {rows.map((row) => (
              <tr key={`${row.whose} ${row.sku}`}>
                <th scope="row" className="wrap-anywhere">
                  <a href={chargesOf(row, row.now === 0n ? earlier : month, "")}>
                    {sayWords(row.words, locale, row.sku || t("noSku"))}
                  </a>
                  {name ? null : (
                    <span className="block font-normal text-ink-2">
                      {names.has(row.whose) ? (
                        <a href={`${paths.bills.one(month, ownerOf(row), { by: "change" })}#lines`}>{ownerOf(row)}</a>
                      ) : (
                        t("accountItself")
                      )}
                    </span>
                  )}
                </th>
                {cells(row, (cell) =>
                  cell === "before" || cell === "gone" ? beforeOf(row) : chargesOf(row, month, filter.day),
                )}
              </tr>
            ))}
          </DataTable>
        </>
      )}
    </>
  );
}

/** The same as a file, with the lines that the page has no room for. */
function ChangesForm({ asked }: { asked: Record<string, string> }) {
  const t = useTranslations("finance");
  return (
    <form action={paths.bills.exportChanges()} method="post" className="mb-3 print:hidden">
      {Object.entries({ ...asked, format: "csv" }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant="link">
        {t("changes.file")}
      </Button>
    </form>
  );
}
