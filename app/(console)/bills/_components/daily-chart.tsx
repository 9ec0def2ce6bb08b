import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { StackedBars } from "@/components/charts/stacked-bars";
import { DataTable } from "@/components/tables/data-table";
import { closeUp } from "@/components/ui/close-up";
import type { Daily, MoneyTerms } from "@/lib/domain/spend/presenter";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { sayDay, sayWords } from "./words";

interface Props {
  daily: Daily;
  terms: MoneyTerms;
  label: string;
  hrefOfDay: (day: string) => string;
  hrefOfSeries?: (key: string) => string;
}

const sum = (amounts: readonly Micros[]) => asMicros(amounts.reduce((total, one) => total + one, 0n));

/** Spend by day, stacked, with the sentence and the table that say the same. */
export async function DailyChart({ daily, terms, label, hrefOfDay, hrefOfSeries }: Props) {
  const [t, format, locale] = await Promise.all([getTranslations("finance"), getFormatter(), getLocale()]);
  const { days, series } = daily;
  const totals = days.map((_, day) => sum(series.map((one) => one.days[day] ?? asMicros(0n))));
  const { currency, minorDigits, today } = terms;
  const write = (amount: Micros, digits = digitsOf([amount], minorDigits)) =>
    formatMoney(amount, { locale, currency, digits });
  const peak = totals.reduce((best, one, day) => (one > (totals[best] ?? 0n) ? day : best), 0);
  const [first] = series;
  if (!first || totals.every((total) => total === 0n)) return <p className="text-ink-2">{t("chart.empty")}</p>;
  const named = series.map((one) => ({
    ...one,
    name: one.key === "" ? t("chart.others") : sayWords(one.words, locale, one.key),
    other: one.key === "",
  }));
  const finding = closeUp(
    t("chart.finding", {
      day: sayDay(format, days[peak] ?? today),
      amount: write(totals[peak] ?? asMicros(0n)),
      name: named[0]?.name ?? "",
      total: write(first.total),
    }),
  );
  const digits = digitsOf([...totals, ...series.flatMap((one) => one.days)], minorDigits);
  const cell = (amount: Micros) => <Money amount={amount} terms={terms} digits={digits} />;
  return (
    <StackedBars
      finding={finding}
      label={label}
      tableLabel={t("chart.asTable")}
      write={(amount) => write(asMicros(amount), amount % 1_000_000n === 0n ? 0 : Math.max(2, minorDigits))}
      columns={days.map((day, index) => ({
        key: day,
        label: sayDay(format, day),
        href: hrefOfDay(day),
        soFar: day === today,
        title: t(day === today ? "chart.dayTitleSoFar" : "chart.dayTitle", {
          day: sayDay(format, day),
          amount: write(totals[index] ?? asMicros(0n)),
        }),
      }))}
      series={named.map(({ name, key, other, total, days: values }) => ({
        label: name,
        href: other || !hrefOfSeries ? undefined : hrefOfSeries(key),
        amount: write(total),
        other,
        values,
      }))}
      table={
        <div className="overflow-x-auto">
          <DataTable
            caption={label}
            compact
            head={
              <>
                <th scope="col">{t("day")}</th>
                {named.map(({ key, name }) => (
                  <th key={key} scope="col" className="num">
                    {name}
                  </th>
                ))}
                <th scope="col" className="num">
                  {t("total")}
                </th>
              </>
            }
          >
            {days.map((day, index) => (
              <tr key={day}>
                <th scope="row">
                  <a href={hrefOfDay(day)}>{sayDay(format, day)}</a>
                </th>
                {named.map(({ key, name, days: values }) => (
                  <td key={key} data-label={name} className="num">
                    {cell(values[index] ?? asMicros(0n))}
                  </td>
                ))}
                <td data-label={t("total")} className="num">
                  {cell(totals[index] ?? asMicros(0n))}
                </td>
              </tr>
            ))}
          </DataTable>
        </div>
      }
    />
  );
}
