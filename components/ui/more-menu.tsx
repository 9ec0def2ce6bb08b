import { useTranslations } from "next-intl";
import { buttonClass } from "./button-class";
import { DetailsMenu } from "./details-menu";

interface Props {
  /** What this person may not do is `false`, so that callers list everything in one place. */
  items: readonly ({ href: string; label: string } | false)[];
}

/** The acts beside the primary one, behind one button; nothing where there are none. */
export function MoreMenu({ items }: Props) {
  const t = useTranslations("common");
  const open = items.filter((item) => item !== false);
  if (open.length === 0) return null;
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
      </ul>
    </DetailsMenu>
  );
}
