import { Download } from "lucide-react";
import { useTranslations } from "next-intl";

interface Props {
  action: string;
  /** The filter that is set; the file holds all of it, never the page alone. */
  asked: Partial<Record<string, string>>;
}

/** A log as a file. A POST: that it was fetched is itself an event. */
export function ExportForm({ action, asked }: Props) {
  const t = useTranslations("auditLog");
  return (
    <form method="post" action={action} aria-label={t("export")} className="flex flex-wrap gap-2">
      {Object.entries(asked).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {(["csv", "jsonl"] as const).map((format) => (
        <button key={format} type="submit" name="format" value={format} className="btn btn-secondary">
          <Download aria-hidden="true" className="icon" />
          {t(`formats.${format}`)}
        </button>
      ))}
    </form>
  );
}
