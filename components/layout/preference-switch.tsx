import { useTranslations } from "next-intl";

interface Props {
  /** Reads `locale` or `theme` from the form, sets the cookie, returns to the page. */
  action: (form: FormData) => void | Promise<void>;
  locale: string;
  /** `system`, `light` or `dark`. */
  theme: string;
}

/** Plain POST buttons: language and theme work before any script and without one. */
export function PreferenceSwitch({ action, locale, theme }: Props) {
  const t = useTranslations("shell");
  const p = useTranslations("preferences");
  const languages = [
    { value: "en", label: t("languageEn") },
    { value: "zh-CN", label: t("languageZhCn") },
  ];
  const themes = [
    { value: "system", label: p("themeSystem") },
    { value: "light", label: p("themeLight") },
    { value: "dark", label: p("themeDark") },
  ];
  return (
    <form action={action} className="switches">
      <fieldset>
        <legend className="sr-only">{t("language")}</legend>
        {languages.map(({ value, label }) => (
          <button key={value} type="submit" name="locale" value={value} lang={value} aria-pressed={value === locale}>
            {label}
          </button>
        ))}
      </fieldset>
      <fieldset>
        <legend className="sr-only">{t("theme")}</legend>
        {themes.map(({ value, label }) => (
          <button key={value} type="submit" name="theme" value={value} aria-pressed={value === theme}>
            {label}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
