import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Money } from "@/app/_components/money";
import { sayQuantity } from "@/app/(console)/bills/_components/bill-lines";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { DataTable } from "@/components/tables/data-table";
import { RowAct } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import type { FeeView } from "@/lib/domain/fees/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { newId } from "@/lib/foundation/ids";
import { cancelFeeAction } from "../actions";

interface Props {
  accountId: string;
  rows: readonly FeeView[];
  terms: { currency: string; minorDigits: number };
}

const tones = { coming: "plain", running: "ok", over: "plain" } as const;

/** What an account and its sub-accounts are charged by the month, with what that came to so far. */
export async function FeeTable({ accountId, rows, terms }: Props) {
  const [t, format, locale] = await Promise.all([getTranslations("fees"), getFormatter(), getLocale()]);
  const sayMonths = ({ firstMonth, lastMonth }: FeeView) => {
    const first = sayMonth(format, firstMonth);
    if (lastMonth === null) return t("from", { first });
    if (lastMonth < firstMonth) return t("never");
    return lastMonth === firstMonth ? first : t("fromTo", { first, last: sayMonth(format, lastMonth) });
  };
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col" className="min-w-36">
            {t("price")}
          </th>
          <th scope="col">{t("for")}</th>
          <th scope="col" className="num">
            {t("quantity")}
          </th>
          <th scope="col">{t("months")}</th>
          <th scope="col" className="num">
            {t("charged")}
          </th>
          <th scope="col">{t("by")}</th>
          <th scope="col">{t("state")}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="wrap-anywhere">
            <Link href={paths.operator.price(row.priceCode)} prefetch={false}>
              {locale === "zh-CN" ? row.nameZh : row.nameEn}
            </Link>
            {row.note ? <bdi className="block font-normal text-ink-2">{row.note}</bdi> : null}
          </th>
          <td data-label={t("for")} className="wrap-anywhere">
            {row.subAccountName || t("accountItself")}
          </td>
          <td data-label={t("quantity")} className="num">
            {sayQuantity(row.quantity, locale)} {row.unit}
          </td>
          <td data-label={t("months")}>{sayMonths(row)}</td>
          <td data-label={t("charged")} className="num">
            <span>
              {row.newest ? (
                <a href={paths.operator.charge(accountId, row.newest.bill, row.newest.chargeId)}>
                  <Money amount={row.cost} terms={terms} />
                </a>
              ) : (
                <Money amount={row.cost} terms={terms} />
              )}
              <span className="block text-ink-2">{t("monthCount", { count: row.charged })}</span>
            </span>
          </td>
          <td data-label={t("by")} className="wrap-anywhere">
            <ActorName name={row.givenBy} />
          </td>
          <td data-label={t("state")}>
            <div className="grid justify-items-start gap-2">
              <Badge tone={row.cancelledAt ? "plain" : tones[row.state]}>
                {t(`states.${row.cancelledAt ? "cancelled" : row.state}`)}
              </Badge>
              {row.waiting > 0 ? <span className="text-start">{t("waiting", { count: row.waiting })}</span> : null}
              {row.mayCancel ? (
                <RowAct
                  action={cancelFeeAction}
                  id={`cancel-${row.id}`}
                  label={t("cancel")}
                  of={row.priceCode}
                  idempotencyKey={newId()}
                >
                  <input type="hidden" name="accountId" value={accountId} />
                  <input type="hidden" name="id" value={row.id} />
                </RowAct>
              ) : null}
            </div>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
