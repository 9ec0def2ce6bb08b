import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "./button-class";
import { DetailsMenu } from "./details-menu";

interface Props {
  /** What this person may not do is `false`, so that callers list everything in one place. */
  items: readonly ({ href: string; label: string } | false)[];
  /** What is no link: an `<li>` with a form of its own. */
  children?: ReactNode;
}

/** The acts beside the primary one, behind one button; nothing where there are none. */
export function MoreMenu({ items, children }: Props) {
  const t = useTranslations("common");
  const open = items.filter((item) => item !== false);
  if (open.length === 0 && !children) return null;
  return (
    <DetailsMenu summary={t("more")} summaryClassName={buttonClass("secondary")}>
      <ul className="menu-list">
        {open.map(({ href, label }) => (
          <li key={href}>
            <a href={href} className="menu-item">
              {label}
            </a>
          </li>
        ))}
        {children}
      </ul>
    </DetailsMenu>
  );
}
