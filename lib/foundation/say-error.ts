import "server-only";
import { createTranslator } from "use-intl/core";
import type { DomainError } from "./errors";
import { messagesFor } from "./messages";

/** What went wrong in one English sentence: the console's words, for the edges that speak no other language. */
export function sayError({ code, reason, details }: Pick<DomainError, "code" | "reason" | "details">): string {
  const t = createTranslator({ locale: "en", messages: messagesFor("en"), namespace: "errors" });
  const say = (key: string) => (t.has(key as never) ? t(key as never, details as never) : undefined);
  return (reason && (say(reason) ?? say(`reasons.${reason}`))) || (say(`codes.${code}`) ?? code);
}
