import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/foundation/env";
import { type Locale, locales } from "@/lib/foundation/messages";
import { localeCookie } from "./i18n";

const themeCookie = "espalier-theme";
const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const shortcutsCookie = "espalier-shortcuts";
const switches = ["on", "off"] as const;
type Switch = (typeof switches)[number];
const yearSeconds = 365 * 24 * 60 * 60;

export async function readTheme(): Promise<Theme> {
  const value = (await cookies()).get(themeCookie)?.value;
  return themes.find((theme) => theme === value) ?? "system";
}

/** Whether single keys act; whoever speaks to the machine, or types with a stick, turns them off (WCAG 2.1.4). */
export async function readShortcuts(): Promise<Switch> {
  const value = (await cookies()).get(shortcutsCookie)?.value;
  return switches.find((known) => known === value) ?? "on";
}

/** Keeps what is one of ours for a year on this device; anything else is left as it was. */
export async function writePreferences(wanted: {
  locale: string | null;
  theme: string | null;
  shortcuts: string | null;
}): Promise<void> {
  const locale: Locale | undefined = locales.find((known) => known === wanted.locale);
  const theme = themes.find((known) => known === wanted.theme);
  const shortcuts = switches.find((known) => known === wanted.shortcuts);
  const jar = await cookies();
  const secure = env().origin.startsWith("https:");
  const options = { httpOnly: true, secure, sameSite: "lax", path: "/", maxAge: yearSeconds } as const;
  if (locale) jar.set(localeCookie, locale, options);
  if (theme) jar.set(themeCookie, theme, options);
  if (shortcuts) jar.set(shortcutsCookie, shortcuts, options);
}
