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
        <path d="M12 22V7M12 21c0-2.5-1.5-4-4-4H3M12 21c0-2.5 1.5-4 4-4h5M12 14.5c0-2.5-1.5-4-4-4H3M12 14.5c0-2.5 1.5-4 4-4h5M12 8c0-2.5-1.5-4-4-4H3M12 8c0-2.5 1.5-4 4-4h5" />
      </svg>
      <span className="logo-words">
        <span className="logo-word">{t("productName")}</span>
        {note ? <span className="logo-note">{note}</span> : null}
      </span>
    </span>
  );
}
