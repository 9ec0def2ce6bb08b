import "server-only";

import { defaultLocale, type Locale, locales } from "@/lib/foundation/messages";

/** The language of a page: what the person chose on this device, else what the browser asks for, else English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = locales.find((locale) => locale === cookie);
  if (chosen) return chosen;
  for (const tag of byPreference(acceptLanguage ?? "")) {
    const language = tag.split("-")[0];
    const offered = locales.find((locale) => locale.split("-")[0] === language);
    if (offered) return offered;
  }
  return defaultLocale;
}

function byPreference(acceptLanguage: string): string[] {
  return acceptLanguage
    .slice(0, 500)
    .toLowerCase()
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .toSorted((left, right) => right.quality - left.quality)
    .map(({ tag }) => tag);
}
