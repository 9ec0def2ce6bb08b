import { CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";
import { closeUp } from "./close-up";

/** Who did what, in one plain sentence; what was refused or failed says so first. */
export function EventSentence({ event, href }: { event: AuditEventView; href?: string }) {
  const t = useTranslations("auditLog");
  const { action, result, code } = event;
  const key = `sentences.${action.replace(":", "_")}` as "sentences.ram_CreateUser";
  const words = { who: useWho(event), what: event.resource.split(/[:/]/).at(-1) ?? "" };
  const sentence = closeUp(t.has(key) ? t(key, words) : t("unknownAct", { ...words, action }));
  return (
    <>
      {result === "allowed" ? null : (
        <Badge icon={CircleX} tone="danger">
          {t(`results.${result}`, { code })}
        </Badge>
      )}
      {result === "allowed" ? null : " "}
      {href ? (
        <a href={href} className="link">
          {sentence}
        </a>
      ) : (
        sentence
      )}
    </>
  );
}

function useWho({ actorName, actorType }: AuditEventView): string {
  const t = useTranslations("auditLog");
  if (actorName) return actorName;
  return actorType === "stranger" ? t("stranger") : t("somebody");
}

/** What an act changed, value by value. */
export function EventChanges({ event: { before, after } }: { event: Pick<AuditEventView, "before" | "after"> }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  const changes = names.map((name) => {
    const [from, to] = [before?.[name], after?.[name]];
    return from === undefined ? `${name}: ${to}` : `${name}: ${from} → ${to ?? "–"}`;
  });
  return <span className="block text-ink-3 wrap-anywhere">{changes.join(" · ")}</span>;
}
