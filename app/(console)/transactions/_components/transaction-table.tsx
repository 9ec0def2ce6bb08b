import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import type { TransactionRow } from "@/lib/domain/transactions/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { movementHref } from "./movement-href";

interface Props {
  rows: TransactionRow[];
  terms: MoneyTerms;
}

export async function TransactionTable({ rows, terms }: Props) {
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const digits = digitsOf(
    rows.flatMap(({ amount, balance }) => [amount, ...(balance === null ? [] : [balance])]),
    terms.minorDigits,
  );
  const label = {
    what: t("what"),
    of: t("sides.sub-account"),
    bill: t("bill"),
    amount: t("amount"),
    balance: t("balance"),
  };
  return (
    <DataTable
      caption={t("transactions")}
      head={
        <>
          <th scope="col">{t("when")}</th>
          <th scope="col">{label.what}</th>
          <th scope="col">{label.of}</th>
          <th scope="col">{label.bill}</th>
          <th scope="col" className="num">
            {label.amount}
          </th>
          <th scope="col" className="num">
            {label.balance}
          </th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="font-normal">
            <Time at={row.postedAt} exact timeZone={terms.timeZone} />
          </th>
          <td data-label={label.what} className="wrap-anywhere">
            <span>
              <a href={movementHref(row)}>{t(`kinds.${row.kind}`)}</a>{" "}
              {row.reference ? <span className="text-ink-2">{row.reference}</span> : null}
            </span>
          </td>
          <td data-label={label.of} className="wrap-anywhere">
            {row.subAccountName ? (
              <a href={paths.transactions({ name: row.subAccountName })}>{row.subAccountName}</a>
            ) : null}
          </td>
          <td data-label={label.bill}>
            {row.month ? (
              <a href={paths.bills.one(row.month, row.subAccountName ?? "")}>{sayMonth(format, row.month)}</a>
            ) : null}
          </td>
          <td data-label={label.amount} className="num">
            <Money amount={row.amount} terms={terms} digits={digits} signed />
          </td>
          <td data-label={label.balance} className="num">
            {row.balance === null ? (
              <span className="text-ink-3">{t("notFromWallet")}</span>
            ) : (
              <Money amount={row.balance} terms={terms} digits={digits} />
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
