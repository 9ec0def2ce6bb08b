import type { useTranslations } from "next-intl";

/** A browser in plain words, as it was noted at sign-in: "Edge on Windows". */
export function deviceWords(t: ReturnType<typeof useTranslations<"sessions">>, device: string): string {
  const [browser = "", system] = device.split(" on ");
  if (!browser) return t("unknownDevice");
  if (system) return t("browserOn", { browser, system });
  const key = `programs.${browser}` as "programs.cli";
  return t.has(key) ? t(key) : browser;
}
