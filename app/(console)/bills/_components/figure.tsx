import type { ReactNode } from "react";

interface Props {
  term: string;
  /** Leads to the rows that make it. */
  href?: string | undefined;
  value: ReactNode;
  note?: ReactNode;
  /** One of the page's two large figures. */
  large?: boolean;
}

export function Figure({ term, href, value, note, large = false }: Props) {
  const number = href ? (
    <a href={href} className="text-ink no-underline hover:underline">
      {value}
    </a>
  ) : (
    value
  );
  return (
    <div>
      <dt className="text-ink-2">{term}</dt>
      <dd className={large ? "figure-number" : "text-section"}>{number}</dd>
      {note ? <dd className="text-ink-2">{note}</dd> : null}
    </div>
  );
}
