import { X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface Props {
  /** The list's own path; the form asks it again by GET, without a cursor. */
  action: string;
  /** Search first, then selects: `<FilterField>`s. */
  children: ReactNode;
  /** What the view keeps besides the filters, such as the sort. */
  keep?: Record<string, string | undefined>;
  chips?: { label: string; removeHref: string }[];
  /** Given when a filter is set: the bare list. */
  clearHref?: string | undefined;
  /** What the button says where it does not filter. */
  submit?: string;
  /** Export and columns, at the right. */
  end?: ReactNode;
  /** What is asked for seldom, below the row. */
  more?: ReactNode;
}

export function FilterRow({ action, children, keep = {}, chips = [], clearHref, submit, end, more }: Props) {
  const t = useTranslations("common");
  return (
    <div className="filters">
      <Form action={action} prefetch={false} role="search" className="filter-row">
        {Object.entries(keep).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        {children}
        <button type="submit" className="btn btn-secondary">
          {submit ?? t("apply")}
        </button>
        {end ? <div className="filter-end">{end}</div> : null}
        {more}
      </Form>
      {chips.length > 0 || clearHref ? (
        <div className="chips">
          {chips.length > 0 ? (
            <ul aria-label={t("activeFilters")} className="chips">
              {chips.map((chip) => (
                <li key={chip.label}>
                  <Link href={chip.removeHref} className="chip" prefetch={false}>
                    {chip.label}
                    <X aria-hidden="true" className="icon" />
                    <span className="sr-only">{t("removeFilter", { filter: chip.label })}</span>
                  </Link>
                </li>
              ))}
            </ul>
          ) : null}
          {clearHref ? (
            <Link href={clearHref} className="btn-link" prefetch={false}>
              {t("clearFilters")}
            </Link>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
