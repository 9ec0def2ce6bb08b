import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { percentOf } from "@/app/operator/(desk)/prices/_components/percent-of";
import { TierText } from "@/app/operator/(desk)/prices/_components/tier-text";
import { DataTable } from "@/components/tables/data-table";
import { RowAct } from "@/components/tables/row-act";
import { Time } from "@/components/ui/time";
import type { ComparedContractPrice } from "@/lib/domain/prices/compare-contract-prices";
import { writeHour } from "@/lib/domain/prices/rules";
import { paths } from "@/lib/entrypoints/console/paths";
import { newId } from "@/lib/foundation/ids";
import { endContractPriceAction, takeBackContractPriceAction } from "../actions";

/** What an account pays beside the list, by price: what counts now, what is coming, what is over. */
export async function ContractTable({
  accountId,
  rows,
}: {
  accountId: string;
  rows: readonly ComparedContractPrice[];
}) {
  const t = await getTranslations("priceBook");
  return (
    <DataTable
      caption={t("contractTitle")}
      head={
        <>
          <th scope="col">{t("price")}</th>
          <th scope="col">{t("listPrice")}</th>
          <th scope="col" className="num">
            {t("discount")}
          </th>
          <th scope="col">{t("pays")}</th>
          <th scope="col">{t("validFrom")}</th>
          <th scope="col">{t("by")}</th>
          <th scope="col">{t("state")}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={`${row.priceCode} ${row.validFrom.toISOString()}`}>
          <th scope="row" className="wrap-anywhere">
            <Link href={paths.operator.price(row.priceCode)} prefetch={false}>
              {row.priceCode}
            </Link>
            <span className="block font-normal text-ink-3">{row.pricingUnit}</span>
          </th>
          <td data-label={t("listPrice")}>{row.list ? <TierText version={row.list} /> : t("noListPrice")}</td>
          <td data-label={t("discount")} className="num">
            {percentOf(row.discountBasisPoints)}
          </td>
          <td data-label={t("pays")}>{row.pays ? <TierText version={row.pays} /> : null}</td>
          <td data-label={t("validFrom")}>
            <Time at={row.validFrom} exact timeZone="UTC" />
          </td>
          <td data-label={t("by")} className="wrap-anywhere">
            <ActorName name={row.createdBy} />
          </td>
          <td data-label={t("state")}>
            <div className="grid gap-2">
              {t(`contractStates.${row.state}`)}
              {row.state === "now" && row.discountBasisPoints > 0 ? (
                <RowAct
                  action={endContractPriceAction}
                  id={`end-${row.priceCode}`}
                  label={t("end")}
                  of={row.priceCode}
                  idempotencyKey={newId()}
                >
                  <input type="hidden" name="accountId" value={accountId} />
                  <input type="hidden" name="priceCode" value={row.priceCode} />
                </RowAct>
              ) : null}
              {row.state === "coming" ? (
                <RowAct
                  action={takeBackContractPriceAction}
                  id={`take-back-${row.priceCode}-${row.validFrom.getTime()}`}
                  label={t("takeBack")}
                  of={row.priceCode}
                  idempotencyKey={newId()}
                >
                  <input type="hidden" name="accountId" value={accountId} />
                  <input type="hidden" name="priceCode" value={row.priceCode} />
                  <input type="hidden" name="validFrom" value={writeHour(row.validFrom)} />
                </RowAct>
              ) : null}
            </div>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
