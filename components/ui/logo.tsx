import { useTranslations } from "next-intl";

interface Props {
  /** The word under the name, as in the operator's shell. */
  note?: string;
}

/** A tree trained along a frame: one trunk, its branches in order. */
export function Logo({ note }: Props) {
  const t = useTranslations("common");
  return (
    <span className="logo">
      <svg viewBox="0 0 24 24" aria-hidden="true" className="logo-mark">
        <path d="M12 22.5V2.5M3 3v9.5A3.5 3.5 0 0 0 6.5 16h11a3.5 3.5 0 0 0 3.5-3.5V3M7.5 3v5A2.5 2.5 0 0 0 10 10.5h4A2.5 2.5 0 0 0 16.5 8V3" />
      </svg>
      <span className="logo-words">
        <span className="logo-word">{t("productName")}</span>
        {note ? <span className="logo-note">{note}</span> : null}
      </span>
    </span>
  );
}
