import { useFormatter, useTranslations } from "next-intl";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";
import { isReadFromRight } from "@/lib/foundation/right-to-left";

type Value = string | number | boolean | null | undefined;

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** Whoever has no name of its own: the words for its kind stand in its place. */
const nameless = ["host", "worker", "job"];

/** Two such values in one line would change places: each stands apart (U+2068, U+2069), whatever is beside it. */
const isolated = (text: string) => (isReadFromRight(text) ? `\u2068${text}\u2069` : text);

/** Fields, values and actors of the audit log in the reader's language; what has no words is shown as it was written. */
export function useAuditWords() {
  const t = useTranslations("auditLog");
  const format = useFormatter();

  /** A word of a closed set, or several with blanks between them. */
  const closed = (name: string, value: string): string | undefined => {
    const keys = value.split(/[,;]? /).map((part) => `values.${name}.${part}` as "values.kind.totp");
    return keys.every((key) => t.has(key)) ? keys.map((key) => t(key)).join(t("valuesBetween")) : undefined;
  };
  const open = (value: string) =>
    instant.test(value)
      ? format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone: "UTC" })
      : isolated(value);

  return {
    field(name: string): string {
      const key = `fields.${name}` as "fields.name";
      return t.has(key) ? t(key) : name;
    },
    value(name: string, value: Value): string {
      if (value === undefined || value === null || value === "") return "–";
      if (typeof value === "boolean") return t(`flags.${value}`);
      return typeof value === "number" ? format.number(value) : (closed(name, value) ?? open(value));
    },
    kind(type: string): string {
      const key = `actors.${type}` as "actors.root-user";
      return t.has(key) ? t(key) : type;
    },
    who({ actorName, actorType }: Pick<AuditEventView, "actorName" | "actorType">): string {
      if (!actorName) return actorType === "stranger" ? t("stranger") : t("somebody");
      return nameless.includes(actorType) ? t(`actors.${actorType as "host"}`) : actorName;
    },
  };
}
