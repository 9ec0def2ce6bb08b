import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import type { RestatedMonths } from "@/lib/domain/spend/month-sums-queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { sayMonth } from "./words";

/** Every month as its bill was issued, and as it comes to by when things were consumed; both sum to the same. */
export async function RestatedTable({ months: { rows, terms, issued, restated } }: { months: RestatedMonths }) {
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const carried = rows.flatMap(({ ofOthers, onOthers }) => [...ofOthers, ...onOthers]);
  const amounts = rows.flatMap((row) => [row.issued ?? row.restated, row.restated]);
  const digits = digitsOf([...amounts, ...carried.map(({ cost }) => cost), issued], terms.minorDigits);
  const money = (amount: Micros, signed = false) => (
    <Money amount={amount} terms={terms} digits={digits} signed={signed} />
  );
  const label = {
    issued: t("asIssued"),
    ofOthers: t("ofOtherMonths"),
    onOthers: t("onOtherBills"),
    restated: t("restated"),
  };
  const byDay = (month: string) => `${paths.bills.one(month, "", { by: "day" })}#lines`;
  return (
    <DataTable
      caption={label.restated}
      head={
        <>
          <th scope="col">{t("usedIn")}</th>
          <th scope="col" className="num">
            {label.issued}
          </th>
          <th scope="col" className="num">
            {label.ofOthers}
          </th>
          <th scope="col" className="num">
            {label.onOthers}
          </th>
          <th scope="col" className="num">
            {label.restated}
          </th>
        </>
      }
      foot={
        <tr>
          <th scope="row">{t("total")}</th>
          <td className="num" data-label={label.issued}>
            {money(issued)}
          </td>
          <td />
          <td className="num">{t.rich("differenceIs", { amount: () => money(asMicros(restated - issued)) })}</td>
          <td className="num" data-label={label.restated}>
            {money(restated)}
          </td>
        </tr>
      }
    >
      {rows.map((row) => (
        <tr key={row.month}>
          <th scope="row">{sayMonth(format, row.month)}</th>
          <td className="num" data-label={label.issued}>
            {row.issued === null ? t("noBill") : <a href={paths.bills.one(row.month)}>{money(row.issued)}</a>}
          </td>
          {(["ofOthers", "onOthers"] as const).map((key) => (
            <td key={key} className="num" data-label={label[key]}>
              {row[key].length === 0 ? (
                <span className="text-ink-3">–</span>
              ) : (
                <div className="grid justify-items-end">
                  {row[key].map(({ month, bill, cost }) => (
                    <a key={`${month} ${bill}`} href={byDay(bill)}>
                      {sayMonth(format, key === "ofOthers" ? month : bill)}:{" "}
                      {money(key === "ofOthers" ? asMicros(-cost) : cost, true)}
                    </a>
                  ))}
                </div>
              )}
            </td>
          ))}
          <td className="num" data-label={label.restated}>
            {money(row.restated)}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
