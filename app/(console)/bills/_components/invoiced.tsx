import { useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { BillRow, Invoiced, InvoicedPayment, InvoicingMode, MoneyTerms } from "@/lib/domain/spend/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { Figure } from "./figure";

interface Props {
  invoiced: Invoiced;
  terms: MoneyTerms;
}

/** What the month's invoice comes to, beside what the month consumed. */
export function InvoicedFigure({ invoiced, status, terms }: Props & { status: BillRow["status"] }) {
  const t = useTranslations("finance.invoiced");
  return (
    <Figure
      term={t(status === "closed" ? "term" : "termSoFar")}
      href="#invoiced"
      value={<Money amount={invoiced.total} terms={terms} />}
    />
  );
}

/** Row by row what makes the invoice, where that is not what was consumed alone; each leads to the money that moved. */
export function InvoicedSection({ invoiced, mode, terms }: Props & { mode: InvoicingMode }) {
  const t = useTranslations("finance.invoiced");
  const { total, consumed, payments } = invoiced;
  const digits = digitsOf([total, consumed, ...payments.map(({ amount }) => amount)], terms.minorDigits);
  const label = { when: t("when"), amount: t("amount") };
  const isConsumed = mode === "usage_invoiced";
  return (
    <Section id="invoiced" title={t("title")} lead={t(isConsumed ? "switched" : "lead")}>
      {payments.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("what")}</th>
              <th scope="col">{label.when}</th>
              <th scope="col" className="num">
                {label.amount}
              </th>
            </>
          }
          foot={
            <tr>
              <th scope="row">{t("total")}</th>
              <td />
              <td className="num" data-label={label.amount}>
                <Money amount={total} terms={terms} digits={digits} />
              </td>
            </tr>
          }
        >
          {isConsumed ? (
            <tr>
              <th scope="row">
                <a href="#lines">{t("consumed")}</a>
              </th>
              <td />
              <td className="num" data-label={label.amount}>
                <Money amount={consumed} terms={terms} digits={digits} />
              </td>
            </tr>
          ) : null}
          {payments.map((payment) => (
            <tr key={`${payment.kind} ${payment.reference}`}>
              <th scope="row" className="wrap-anywhere">
                <PaymentName payment={payment} />
              </th>
              <td data-label={label.when}>
                {payment.kind === "rounding" ? null : <Time at={payment.at} timeZone={terms.timeZone} exact />}
              </td>
              <td className="num" data-label={label.amount}>
                <Money amount={payment.amount} terms={terms} digits={digits} signed />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}

function PaymentName({ payment: { kind, reference } }: { payment: InvoicedPayment }) {
  const t = useTranslations("finance.invoiced");
  const name = [t(`kinds.${kind}`), reference].filter(Boolean).join(" ");
  return reference ? <a href={paths.transactions({ reference })}>{name}</a> : name;
}
