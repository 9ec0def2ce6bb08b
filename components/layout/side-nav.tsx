import { useTranslations } from "next-intl";
import { NavLink } from "./nav-link";

export interface NavGroup {
  /** Absent for the first group, which holds Home. */
  heading?: string;
  items: { href: string; label: string }[];
}

interface Props {
  groups: NavGroup[];
  /** Distinguishes the headings of the wide and the narrow copy. */
  id: string;
}

export function SideNav({ groups, id }: Props) {
  const t = useTranslations("shell");
  return (
    <nav aria-label={t("navigation")} className="side-nav">
      {groups.map((group, index) => {
        const heading = group.heading ? `${id}-${index}` : undefined;
        return (
          <div key={group.heading ?? "first"}>
            {group.heading ? (
              <p id={heading} className="side-nav-heading">
                {group.heading}
              </p>
            ) : null}
            <ul aria-labelledby={heading}>
              {group.items.map((item) => (
                <li key={item.href}>
                  <NavLink href={item.href} className="side-nav-link">
                    {item.label}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
