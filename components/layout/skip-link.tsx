import { useTranslations } from "next-intl";

/** Also on the page of an error, which the browser draws with the words that every page carries. */
export function SkipLink() {
  const t = useTranslations("common");
  return (
    <a href="#content" className="skip-link">
      {t("skipToContent")}
    </a>
  );
}
