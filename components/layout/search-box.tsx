import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { searchField } from "./search-field";
import { SearchKey } from "./search-key";

/** A plain question by GET; where the header has no room for it, the way to its page. */
export function SearchBox({ path, byKey }: { path: string; byKey: boolean }) {
  const t = useTranslations("shell");
  return (
    <>
      <search aria-label={t("search")} className="shell-search">
        <form action={path}>
          <input
            id={searchField}
            type="search"
            name="q"
            aria-label={t("search")}
            placeholder={t("searchFor")}
            maxLength={320}
            autoComplete="off"
            className="field"
          />
          {byKey ? <SearchKey /> : null}
        </form>
      </search>
      <Link href={path} prefetch={false} className="btn btn-link shell-search-link">
        <Search aria-hidden="true" className="icon" />
        <span className="sr-only">{t("search")}</span>
      </Link>
    </>
  );
}
