import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** A plain question by GET; where the header has no room for it, the way to its page. */
export function SearchBox({ path }: { path: string }) {
  const t = useTranslations("shell");
  return (
    <>
      <search aria-label={t("search")} className="shell-search">
        <form action={path}>
          <input
            type="search"
            name="q"
            aria-label={t("search")}
            placeholder={t("searchFor")}
            maxLength={320}
            autoComplete="off"
            className="field"
          />
        </form>
      </search>
      <Link href={path} prefetch={false} className="btn btn-link shell-search-link">
        <Search aria-hidden="true" className="icon" />
        <span className="sr-only">{t("search")}</span>
      </Link>
    </>
  );
}
