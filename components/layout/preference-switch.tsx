import { useTranslations } from "next-intl";

interface Props {
  /** Where the form is posted: sets the cookie that `locale`, `theme` or `shortcuts` names and returns to the page. */
  path: string;
  locale: string;
  /** `system`, `light` or `dark`. */
  theme: string;
  /** `on` or `off`; where no key acts, it is not asked. */
  shortcuts?: string;
}

/** Plain POST buttons: language and theme work before any script and without one. */
export function PreferenceSwitch({ path, locale, theme, shortcuts }: Props) {
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
      {shortcuts ? (
        <fieldset>
          <legend>{p("shortcuts")}</legend>
          {["on", "off"].map((value) => (
            <button key={value} type="submit" name="shortcuts" value={value} aria-pressed={value === shortcuts}>
              {p(value === "on" ? "shortcutsOn" : "shortcutsOff")}
            </button>
          ))}
        </fieldset>
      ) : null}
    </form>
  );
}
