import "server-only";
import { getLocale, getTranslations } from "next-intl/server";
import { messagesFor } from "@/lib/foundation/messages";

type Details = Record<string, string | number>;

/** What a row of a bulk run says of why: a reason of a verb, of a form's rule, or of a code. */
export async function reasonWords(): Promise<(reason: string, details: Details) => string> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations()]);
  const { reasons, codes, ...rules } = messagesFor(locale).errors;
  const keys = new Map<string, string>();
  for (const rule of Object.keys(rules)) keys.set(rule, `errors.${rule}`);
  for (const reason of Object.keys(reasons)) keys.set(reason, `errors.reasons.${reason}`);
  for (const code of Object.keys(codes)) keys.set(`codes.${code}`, `errors.codes.${code}`);
  return (reason, details) => {
    const key = (keys.get(reason) ?? "errors.invalid") as "errors.invalid";
    // A row of before, whose words miss what they need, says them as they are written.
    return reason === "" ? "" : Object.keys(details).length > 0 ? t(key, details) : String(t.raw(key));
  };
}
