import "server-only";
import { getLocale } from "next-intl/server";
import { messagesFor } from "@/lib/foundation/messages";

/** What a row of a bulk run says of why: a reason of a verb, of a form's rule, or of a code. */
export async function reasonWords(): Promise<(reason: string) => string> {
  const { reasons, codes, ...rules } = messagesFor(await getLocale()).errors;
  const words: Record<string, unknown> = { ...rules, ...reasons };
  for (const [code, text] of Object.entries(codes)) words[`codes.${code}`] = text;
  return (reason) => (reason === "" ? "" : String(words[reason] ?? rules.invalid));
}
