import "server-only";
import { createTranslator } from "use-intl/core";
import { type InvoicedPayment, microsOf } from "@/lib/domain/spend/presenter";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import { messagesFor } from "@/lib/foundation/messages";
import { type Micros, writeMicros, zero } from "@/lib/foundation/money";
import type { DocumentFacts, DocumentHead } from "./document-rules";
import { writeAmountInChinese } from "./write-amount-in-chinese";

export type DocumentWords = ReturnType<typeof wordDocument>;

/** Everything a document says, in its language and its books' clock. */
export function wordDocument(facts: DocumentFacts, head: DocumentHead) {
  const { kind, locale, number, status, terms, invoicingMode, consumed } = facts;
  const messages = messagesFor(locale);
  const t = createTranslator({ locale, messages, namespace: "documents" });
  const finance = createTranslator({ locale, messages, namespace: "finance" });
  const { currency, minorDigits, timeZone } = terms;
  const digits = Math.max(minorDigits, head.digits);
  const [day, moment] = [
    { dateStyle: "long" } as const,
    { dateStyle: "long", timeStyle: "short", hourCycle: "h23" } as const,
  ].map((style) => {
    const format = new Intl.DateTimeFormat(locale, { ...style, timeZone });
    return (at: Date) => format.format(at);
  }) as [(at: Date) => string, (at: Date) => string];
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const numbered = (text: string) => plain.format(text as Intl.StringNumericLiteral).replace("-", "\u2212");
  const fixedTo = (count: number) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: count, maximumFractionDigits: count });
    return (amount: Micros) =>
      format.format(writeMicros(amount, 6) as Intl.StringNumericLiteral).replace("-", "\u2212");
  };
  const total = microsOf(head.total);
  const isFinal = status === "closed";
  const isInvoice = isFinal && kind === "bill";
  const shown = isInvoice ? minorDigits : digits;
  const last = new Date(facts.endsAt.getTime() - 1);
  const inFull = (amount: Micros) =>
    formatMoney(amount, { locale, currency, digits: digitsOf([amount], minorDigits), withCode: true });
  const { usedBefore = zero, uncovered = zero } = facts.statement ?? {};
  const fact = (term: Parameters<typeof t>[0] & `facts.${string}`, value: string): [string, string] => [t(term), value];
  return {
    total,
    labels: {
      ...{ total: t("total"), inWords: t("inWords"), byService: t("byService"), none: t("none") },
      ...{ lines: t(kind === "bill" ? "lines" : "days"), service: t("columns.service"), amount: t("columns.amount") },
      ...{ subAccount: t("columns.subAccount"), kind: t("columns.kind"), exact: t("columns.exact") },
      ...{ day: t("columns.day"), sku: t("columns.sku"), quantity: t("columns.quantity") },
      ...{ broughtForward: t("broughtForward"), carriedForward: t("carriedForward") },
      ...{ pageSubtotal: t("pageSubtotal"), exactTotal: t("exactTotal"), rounding: t("rounding") },
      boxes: t("boxes"),
    },
    correction: (day: string) => t("correction", { day }),
    paging: (page: number, pages: number) => t("page", { page, pages }),
    title: t(`kinds.${kind}`),
    facts: [
      [
        ...(number ? [fact("facts.number", number)] : []),
        fact("facts.period", t("period", { first: day(facts.startsAt), last: day(last) })),
        fact("facts.timeZone", timeZone),
        fact("facts.currency", currency),
        fact("facts.state", t(`standing.${status}`)),
        fact("facts.invoicedBy", t(`invoicedBy.${invoicingMode}`)),
        facts.issuedAt ? fact("facts.issued", moment(facts.issuedAt)) : fact("facts.drawn", moment(facts.drawnAt)),
      ],
      [
        fact("facts.billedTo", facts.billedTo),
        fact("facts.account", facts.accountName),
        fact("facts.accountId", facts.uid),
        ...(kind === "statement"
          ? [fact("facts.subAccount", facts.subAccountName), fact("facts.usedBefore", inFull(usedBefore))]
          : []),
        ...(uncovered > 0n ? [fact("facts.uncovered", inFull(uncovered))] : []),
        ...(consumed === undefined ? [] : [fact("facts.consumed", inFull(consumed))]),
      ],
    ],
    note: [
      t(`notes.${isFinal ? kind : (`${kind}Later` as const)}`),
      ...(kind === "bill" && invoicingMode === "prepayment_invoiced" ? [t("notes.paid")] : []),
    ].join(locale === "zh-CN" ? "" : " "),
    inWords: isInvoice && locale === "zh-CN" && currency === "CNY" ? writeAmountInChinese(total) : undefined,
    money: (amount: Micros) => formatMoney(amount, { locale, currency, digits: shown, withCode: true }),
    amount: fixedTo(shown),
    exact: fixedTo(digits),
    quantity: (quantity: string | null, unit: string | null) =>
      quantity === null ? undefined : `${numbered(quantity)} ${unit ?? ""}`.trim(),
    /** A name of the price book; of none, what nothing was metered for. */
    name: (en: string | null, zh: string | null) => (locale === "zh-CN" ? zh : en) ?? finance("noSku"),
    payment: (kind: InvoicedPayment["kind"], reference: string | null) =>
      [finance(`invoiced.kinds.${kind}`), reference].filter(Boolean).join(" "),
    category: (category: keyof typeof messages.finance.categories) => finance(`categories.${category}`),
    accountItself: finance("accountItself"),
    others: finance("chart.others"),
  };
}
