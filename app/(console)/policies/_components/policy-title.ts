import { getTranslations } from "next-intl/server";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

/** `<thing> · <room> · <alias>`. */
export async function policyTitle(thing?: string): Promise<string> {
  const [t, { account }] = await Promise.all([getTranslations("policies"), requireConsoleContext()]);
  return [thing, t("room"), account.alias].filter(Boolean).join(" · ");
}
