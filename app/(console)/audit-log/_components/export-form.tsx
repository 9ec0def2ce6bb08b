import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { AuditFilter } from "@/lib/domain/audit-log/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { filtersOf } from "./log-filters";

/** The whole filter as a file, never the page alone. A POST: that it was fetched is itself an event. */
export function ExportForm({ view }: { view: AuditFilter }) {
  const t = useTranslations("auditLog");
  return (
    <form method="post" action={paths.auditLogExport()} aria-label={t("export")} className="flex flex-wrap gap-2">
      {Object.entries(filtersOf(view)).map(([name, value]) => (
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
