import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { DetailsMenu } from "@/components/ui/details-menu";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  month: string;
  /** Empty for the bill of the account. */
  name: string;
}

/** What there is of the account alone: its charges for cost tools, and of which month and invoice they are. */
const ofAccount = ["focus", "focus-receipt", "focus-periods", "focus-invoices"] as const;

/** A month's files, without a script. */
export function DownloadMenu({ month, name }: Props) {
  const t = useTranslations("finance");
  const locale = useLocale();
  const formats = ["pdf", "csv", ...(name ? [] : ofAccount)] as const;
  return (
    <DetailsMenu
      className="print:hidden"
      summaryClassName={buttonClass("secondary")}
      panelClassName="whitespace-nowrap"
      summary={
        <>
          <Download aria-hidden="true" className="icon" />
          {t("download")}
        </>
      }
    >
      <form action={paths.bills.export()} method="post" className="menu-list">
        <Asked month={month} name={name} locale={locale} />
        {formats.map((format) => (
          <button key={format} type="submit" name="format" value={format} className="menu-item">
            {t(`files.${format}`)}
          </button>
        ))}
      </form>
      <form action={paths.bills.export()} method="post" className="menu-list">
        <Asked month={month} name={name} locale={locale === "en" ? "zh-CN" : "en"} />
        <button type="submit" name="format" value="pdf" className="menu-item">
          {t("files.pdfOther")}
        </button>
      </form>
    </DetailsMenu>
  );
}

/** The month's paper in the reader's language and its charges, beside the month in a list. */
export function PaperForm({ month, name, of }: Props & { /** The month as it is said. */ of: string }) {
  const t = useTranslations("finance");
  return (
    <form action={paths.bills.export()} method="post" className="flex gap-3 print:hidden">
      <Asked month={month} name={name} locale={useLocale()} />
      {(["pdf", "csv"] as const).map((format) => (
        <Button
          key={format}
          type="submit"
          name="format"
          value={format}
          variant="link"
          aria-label={t("paperOf", { format: format.toUpperCase(), month: of })}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </form>
  );
}

function Asked({ month, name, locale }: Props & { locale: string }) {
  return (
    <>
      <input type="hidden" name="month" value={month} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="locale" value={locale} />
    </>
  );
}
