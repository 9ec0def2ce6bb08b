import { useTranslations } from "next-intl";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";
import { useAuditWords } from "./use-audit-words";

/** What an act changed, value by value, in one line. */
export function EventChanges({ event: { before, after } }: { event: Pick<AuditEventView, "before" | "after"> }) {
  const t = useTranslations("auditLog");
  const words = useAuditWords();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  const changes = names.map((name) => {
    const field = words.field(name);
    const value = words.value(name, after?.[name]);
    if (before?.[name] === undefined) return t("fieldIs", { field, value });
    return t("fieldBecame", { field, from: words.value(name, before[name]), value });
  });
  return <span className="block text-ink-3 wrap-anywhere">{changes.join(" · ")}</span>;
}
