import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

interface Props {
  items: {
    term: string;
    /** Absent shows a dash. */
    value: ReactNode;
    /** The text a copy button beside it copies. */
    copy?: string | undefined;
  }[];
}

export function DefinitionList({ items }: Props) {
  const t = useTranslations("common");
  return (
    <dl className="definitions">
      {items.map(({ term, value, copy }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {value === null || value === undefined || value === "" ? (
              <span className="text-ink-3">
                <span aria-hidden="true">–</span>
                <span className="sr-only">{t("dash")}</span>
              </span>
            ) : typeof value === "string" ? (
              <bdi className="whitespace-pre-line">{value}</bdi>
            ) : (
              value
            )}
            {copy ? <CopyButton text={copy} what={term} compact /> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
