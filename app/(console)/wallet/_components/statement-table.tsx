import { getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { movementHref } from "@/app/(console)/transactions/_components/movement-href";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { StatementLine, WalletView } from "@/lib/domain/wallet/presenter";
import { digitsOf } from "@/lib/foundation/format-money";

interface Props {
  rows: StatementLine[];
  terms: Pick<WalletView, "currency" | "minorDigits" | "timeZone">;
}

/** Line by line, numbered without a gap: each balance follows from the one below it. */
export async function StatementTable({ rows, terms }: Props) {
  const t = await getTranslations("finance");
  const digits = digitsOf(
    rows.flatMap(({ amount, balance }) => [amount, balance]),
    terms.minorDigits,
  );
  const label = {
    when: t("when"),
    what: t("what"),
    of: t("sides.sub-account"),
    amount: t("amount"),
    balance: t("balance"),
  };
  return (
    <DataTable
      caption={t("statement")}
      head={
        <>
          <th scope="col" className="num">
            {t("number")}
          </th>
          <th scope="col">{label.when}</th>
          <th scope="col">{label.what}</th>
          <th scope="col">{label.of}</th>
          <th scope="col" className="num">
            {label.amount}
          </th>
          <th scope="col" className="num">
            {label.balance}
          </th>
        </>
      }
    >
      {rows.map((line) => (
        <tr key={line.seq}>
          <th scope="row" className="num font-normal text-ink-2">
            {line.seq}
          </th>
          <td data-label={label.when}>
            <Time at={line.postedAt} exact timeZone={terms.timeZone} />
          </td>
          <td data-label={label.what} className="wrap-anywhere">
            <span>
              <a href={movementHref({ ...line, month: line.chargePeriod?.slice(0, 7) ?? null })}>
                {t(`kinds.${line.kind}`)}
              </a>{" "}
              {line.reference ? <span className="text-ink-2">{line.reference}</span> : null}
            </span>
          </td>
          <td data-label={label.of} className="wrap-anywhere">
            {line.subAccountName}
          </td>
          <td data-label={label.amount} className="num">
            <Money amount={line.amount} terms={terms} digits={digits} signed />
          </td>
          <td data-label={label.balance} className="num">
            <Money amount={line.balance} terms={terms} digits={digits} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
