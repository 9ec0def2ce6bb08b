import { useTranslations } from "next-intl";

interface Props {
  count: number;
  /** The count is an estimate and says so. */
  about?: boolean;
}

export function ResultCount({ count, about }: Props) {
  const t = useTranslations("common");
  return (
    <p role="status" className="result-count">
      {t(about ? "resultsAbout" : "results", { count })}
    </p>
  );
}
