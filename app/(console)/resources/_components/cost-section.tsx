import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import type { ResourceDetail } from "@/lib/domain/resources/queries";
import { monthOf } from "@/lib/domain/spend/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { asMicros } from "@/lib/foundation/money";

interface Props {
  resource: ResourceDetail["resource"];
  months: NonNullable<ResourceDetail["months"]>;
  terms: ResourceDetail["terms"];
}

/** What it cost, month by month; each opens the charges that make it. */
export async function CostSection({ resource, months, terms }: Props) {
  const [t, format] = await Promise.all([getTranslations("resources"), getFormatter()]);
  const { subAccountName: name, arn } = resource;
  const total = asMicros(months.reduce((sum, { cost }) => sum + cost, 0n));
  const digits = digitsOf([...months.map(({ cost }) => cost), total], terms.minorDigits);
  const label = { cost: t("cost"), month: t("month") };
  const sayOf = (month: string) =>
    month === monthOf(terms.month) ? t("monthSoFar", { month: sayMonth(format, month) }) : sayMonth(format, month);
  return (
    <Section id="cost" title={t("costTitle")} lead={t("costLead")}>
      {months.length === 0 ? (
        <p className="text-ink-2">{t("noCost")}</p>
      ) : (
        <DataTable
          caption={t("costTitle")}
          head={
            <>
              <th scope="col">{label.month}</th>
              <th scope="col" className="num">
                {label.cost}
              </th>
            </>
          }
          foot={
            months.length > 1 ? (
              <tr>
                <th scope="row">{t("total")}</th>
                <td data-label={label.cost} className="num">
                  <Money amount={total} terms={terms} digits={digits} />
                </td>
              </tr>
            ) : undefined
          }
        >
          {months.map(({ month, cost }) => (
            <tr key={month}>
              <th scope="row">
                <a href={paths.charges.list({ month, name, resource: arn })}>{sayOf(month)}</a>
              </th>
              <td data-label={label.cost} className="num">
                <Money amount={cost} terms={terms} digits={digits} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
