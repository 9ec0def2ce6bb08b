import { CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { closeUp } from "@/components/ui/close-up";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";
import { useAuditWords } from "./use-audit-words";

/** Who did what, in one plain sentence; what was refused or failed says so first. */
export function EventSentence({ event, href }: { event: AuditEventView; href?: string }) {
  const t = useTranslations("auditLog");
  const sessions = useTranslations("sessions");
  const { action, result, code } = event;
  const name = action.replace(":", "_");
  const attempt = `attempts.${name}` as "attempts.espalier_SignIn";
  const isAttempt = result === "refused" && t.has(attempt);
  const key = isAttempt ? attempt : (`sentences.${name}` as "sentences.ram_CreateUser");
  const why = `outcomes.${code}` as "outcomes.wrongCredentials";
  const words = { who: useAuditWords().who(event), what: event.resource.split(/[:/]/).at(-1) ?? "" };
  const sentence = closeUp(t.has(key) ? t(key, words) : t("unknownAct", { ...words, action }));
  return (
    <>
      {result === "allowed" ? null : (
        <Badge icon={CircleX} tone="danger">
          {t(`results.${result}`, { code: isAttempt && sessions.has(why) ? sessions(why) : code })}
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
