import type { ReactNode } from "react";

interface Props {
  /** Also the anchor; the heading's id is `<id>-heading`. */
  id: string;
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A section is a heading and a hairline, not a card. */
export function Section({ id, title, lead, action, children }: Props) {
  return (
    <section id={id} aria-labelledby={`${id}-heading`} className="section">
      <div className="section-heading">
        <h2 id={`${id}-heading`}>{title}</h2>
        {action}
      </div>
      {lead ? <p className="section-lead">{lead}</p> : null}
      {children}
    </section>
  );
}
