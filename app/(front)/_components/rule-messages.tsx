import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

/** The words that live rules need in the browser. */
export async function RuleMessages({ children }: { children: ReactNode }) {
  const { common, errors, doors } = await getMessages();
  const { rules, signUp } = doors;
  return (
    <NextIntlClientProvider messages={{ common, errors, doors: { rules, signUp } }}>{children}</NextIntlClientProvider>
  );
}
