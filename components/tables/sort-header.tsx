import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  /** This view sorted by this column (the other way round when it already is), without a cursor. */
  href: string;
  sort?: "ascending" | "descending" | undefined;
  /** Amounts and counts: right, like their column. */
  numeric?: boolean;
  children: ReactNode;
}

export function SortHeader({ href, sort, numeric, children }: Props) {
  const Arrow = sort === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={sort} className={numeric ? "num" : undefined}>
      <Link href={href} className="sort" prefetch={false}>
        {children}
        <Arrow aria-hidden="true" className="icon" data-on={sort ? "" : undefined} />
      </Link>
    </th>
  );
}
