import "server-only";

import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { defaultTimeZone, messagesFor } from "@/lib/foundation/messages";
import { chooseLocale } from "./choose-locale";

export const localeCookie = "espalier-locale";

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(localeCookie)?.value;
  const locale = chooseLocale(chosen, (await headers()).get("accept-language"));
  return { locale, messages: messagesFor(locale), timeZone: defaultTimeZone };
});
