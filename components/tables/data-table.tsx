import clsx from "clsx";
import type { ReactNode } from "react";

interface Props {
  caption: ReactNode;
  /** The caption is always there; shown only when the heading above does not already say it. */
  showCaption?: boolean;
  /** `<SortHeader>` and `<th scope="col">` cells; amounts carry the class `num`. */
  head: ReactNode;
  /** `<tr>` rows: first a `<th scope="row">`, then `<td data-label="…">` with the column's word for narrow screens. */
  children: ReactNode;
  foot?: ReactNode;
  compact?: boolean;
}

/** Compact on purpose: one component for the table, plain cells inside, so that 200 rows stay cheap. */
export function DataTable({ caption, showCaption, head, children, foot, compact }: Props) {
  return (
    <div className="table-frame">
      <table className={clsx("ledger", compact && "ledger-compact")}>
        <caption className={showCaption ? undefined : "sr-only"}>{caption}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  );
}
