import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  month: string;
  /** Empty for the bill of the account. */
  name: string;
}

/** A month's files: one button each, and no script. FOCUS is of the account alone. */
export function DocumentForm({ month, name }: Props) {
  const t = useTranslations("finance");
  const locale = useLocale();
  const formats = name ? (["pdf", "csv"] as const) : (["pdf", "csv", "focus"] as const);
  return (
    <>
      <form action={paths.bills.export()} method="post" className="flex flex-wrap gap-2 print:hidden">
        <Asked month={month} name={name} locale={locale} />
        {formats.map((format) => (
          <Button key={format} type="submit" name="format" value={format}>
            <Download aria-hidden="true" className="icon" />
            {t(`files.${format}`)}
          </Button>
        ))}
      </form>
      <form action={paths.bills.export()} method="post" className="print:hidden">
        <Asked month={month} name={name} locale={locale === "en" ? "zh-CN" : "en"} />
        <Button type="submit" name="format" value="pdf">
          <Download aria-hidden="true" className="icon" />
          {t("files.pdfOther")}
        </Button>
      </form>
    </>
  );
}

/** The month's paper in the reader's language, beside the month in a list. */
export function PaperForm({ month, name, label }: Props & { label: string }) {
  return (
    <form action={paths.bills.export()} method="post" className="print:hidden">
      <Asked month={month} name={name} locale={useLocale()} />
      <Button type="submit" name="format" value="pdf" variant="link" aria-label={label}>
        PDF
      </Button>
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
