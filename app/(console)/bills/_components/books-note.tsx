import { useFormatter, useTranslations } from "next-intl";
import { Sentences } from "@/components/ui/sentences";
import type { InvoicingMode, MoneyTerms } from "@/lib/domain/spend/presenter";

interface Props {
  terms: MoneyTerms;
  /** What is used until then was charged. */
  usedUntil?: Date | null;
  /** Of one month's bill. */
  invoicingMode?: InvoicingMode;
}

/** Whose clock and currency every number of the page follows, and how far it is complete. */
export function BooksNote({ terms: { timeZone, currency }, usedUntil, invoicingMode }: Props) {
  const t = useTranslations("finance");
  const format = useFormatter();
  const until =
    usedUntil &&
    format.dateTime(usedUntil, {
      ...{ year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      timeZone,
    });
  return (
    <p className="mt-8 border-line border-t pt-3 text-ink-2">
      <Sentences>
        {t("books", { zone: timeZone, currency })}
        {until ? t("usedUntil", { until }) : null}
        {invoicingMode ? t(`invoiced.by.${invoicingMode}`) : null}
      </Sentences>
    </p>
  );
}
