import { useTranslations } from "next-intl";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";

/** One event as a sentence, with what changed below it. */
export function EventRow({ event }: { event: AuditEventView }) {
  const t = useTranslations("auditLog");
  const key = `sentences.${event.action.replace(":", "_")}` as "sentences.ram_CreateUser";
  const who = event.actorName || t("somebody");
  const what = event.resource.split(/[:/]/).at(-1) ?? "";
  const sentence = t.has(key) ? t(key, { who, what }) : `${who}: ${event.action} ${what}`;
  return (
    <>
      <td data-label={t("what")}>
        {sentence}
        {event.result === "allowed" ? null : (
          <span className="text-danger"> {t(`results.${event.result}`, { code: event.code })}</span>
        )}
        <br />
        <span className="text-ink-3">{changesOf(event)}</span>
      </td>
      <td data-label={t("from")}>
        {event.ip}
        <br />
        <span className="text-ink-3">{event.userAgent}</span>
      </td>
      <td data-label={t("request")} className="break-all font-mono text-caption">
        {event.requestId}
      </td>
    </>
  );
}

function changesOf({ before, after }: AuditEventView): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => {
      const [from, to] = [before?.[name], after?.[name]];
      return from === undefined ? `${name}: ${to}` : `${name}: ${from} → ${to ?? "–"}`;
    })
    .join(" · ");
}
