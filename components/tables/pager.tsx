import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface Props {
  /** Absent: this is the newest page. */
  newerHref?: string | undefined;
  olderHref?: string | undefined;
  /** For lists sorted by something else than time. */
  newerLabel?: string | undefined;
  olderLabel?: string | undefined;
  children?: ReactNode;
}

export function Pager({ newerHref, olderHref, newerLabel, olderLabel, children }: Props) {
  const t = useTranslations("common");
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label={t("pages")} className="pager">
      {newerHref ? (
        <Link href={newerHref} rel="prev" prefetch={false} className="btn btn-secondary">
          <ChevronLeft aria-hidden="true" className="icon" />
          {newerLabel ?? t("newer")}
        </Link>
      ) : null}
      {olderHref ? (
        <Link href={olderHref} rel="next" prefetch={false} className="btn btn-secondary">
          {olderLabel ?? t("older")}
          <ChevronRight aria-hidden="true" className="icon" />
        </Link>
      ) : null}
      {children}
    </nav>
  );
}
