import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { percentOf } from "@/app/operator/(desk)/prices/_components/percent-of";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { PriceContractView } from "@/lib/domain/prices/queries";
import { paths } from "@/lib/entrypoints/console/paths";

export async function PriceContracts({ rows }: { rows: readonly PriceContractView[] }) {
  const t = await getTranslations("priceBook");
  return (
    <DataTable
      caption={t("contractsOf")}
      head={
        <>
          <th scope="col">{t("account")}</th>
          <th scope="col" className="num">
            {t("discount")}
          </th>
          <th scope="col">{t("validFrom")}</th>
          <th scope="col">{t("by")}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={`${row.accountId} ${row.validFrom.toISOString()}`}>
          <th scope="row">
            <Link href={paths.operator.contractPrices(row.accountId)} prefetch={false}>
              {row.accountName}
            </Link>
          </th>
          <td data-label={t("discount")} className="num">
            {percentOf(row.discountBasisPoints)}
          </td>
          <td data-label={t("validFrom")}>
            <Time at={row.validFrom} exact timeZone="UTC" />
          </td>
          <td data-label={t("by")} className="wrap-anywhere">
            <ActorName name={row.createdBy} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
