import { getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { sayQuantity } from "@/app/(console)/bills/_components/bill-lines";
import { sayWords } from "@/app/(console)/bills/_components/words";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { ChargeRow, MoneyTerms } from "@/lib/domain/spend/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import type { ResourcesFound } from "./resources-of";

interface Props {
  rows: ChargeRow[];
  terms: MoneyTerms;
  seesAll: boolean;
  resources: ResourcesFound;
}

export async function ChargeTable({ rows, terms, seesAll, resources }: Props) {
  const [t, locale] = await Promise.all([getTranslations("finance"), getLocale()]);
  const digits = digitsOf(
    rows.map(({ cost }) => cost),
    terms.minorDigits,
  );
  const label = {
    of: t("sides.sub-account"),
    sku: t("sides.sku"),
    resource: t("resource"),
    quantity: t("quantity"),
    cost: t("cost"),
  };
  return (
    <DataTable
      caption={t("charges")}
      head={
        <>
          <th scope="col">{t("usedFrom")}</th>
          {seesAll ? <th scope="col">{label.of}</th> : null}
          <th scope="col">{label.sku}</th>
          <th scope="col">{label.resource}</th>
          <th scope="col" className="num">
            {label.quantity}
          </th>
          <th scope="col" className="num">
            {label.cost}
          </th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <a href={paths.charges.one(row.month, row.id)}>
              <Time at={row.startAt} exact timeZone={terms.timeZone} />
            </a>
          </th>
          {seesAll ? (
            <td data-label={label.of} className="wrap-anywhere">
              {row.subAccountName || t("accountItself")}
            </td>
          ) : null}
          <td data-label={label.sku} className="wrap-anywhere">
            <span>
              {row.sku ? sayWords(row.sku, locale, "") : t(`categories.${row.category}`)}{" "}
              {row.correction ? <span className="text-ink-2">{t("correction")}</span> : null}
              {row.note ? <bdi className="block text-ink-2">{row.note}</bdi> : null}
            </span>
          </td>
          <td data-label={label.resource} className="break-all font-mono">
            {row.resource ? <ResourceName arn={row.resource} found={resources.get(row.resource)} /> : null}
          </td>
          <td data-label={label.quantity} className="num">
            {row.quantity === null ? "" : `${sayQuantity(row.quantity, locale)} ${row.unit ?? ""}`}
          </td>
          <td data-label={label.cost} className="num">
            <Money amount={row.cost} terms={terms} digits={digits} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function ResourceName({ arn, found }: { arn: string; found: ReturnType<ResourcesFound["get"]> }) {
  const name = arn.split(":").at(-1);
  return found ? <a href={paths.resources.one(found.owner, found.id)}>{name}</a> : name;
}
