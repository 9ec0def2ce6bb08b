import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"webhooks">>>;

/** What an event type says in words; a type that has none speaks for itself. */
export function eventLabel(t: Words, type: string): string {
  const key = `eventNames.${type.replace(".", "-")}` as "eventNames.webhook-test";
  return t.has(key) ? t(key) : type;
}
