import { useTranslations } from "next-intl";

interface Props {
  /** Where the form is posted: sets the cookie that `locale` or `theme` names and returns to the page. */
  path: string;
  locale: string;
  /** `system`, `light` or `dark`. */
  theme: string;
}

/** Plain POST buttons: language and theme work before any script and without one. */
export function PreferenceSwitch({ path, locale, theme }: Props) {
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
    <form action={path} method="post" className="switches">
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
