import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { DetailsMenu } from "@/components/ui/details-menu";
import { NavLink } from "./nav-link";
import { ShortcutsLink } from "./shortcuts-link";

interface Profile {
  /** What stands on the button: `ada`, or the mail address's first part. */
  name: string;
  /** The full name: `harbor#ada`, or the root user's mail address. */
  fullName: string;
  /** "Root user", "Sub-account", "Operator". */
  kind: string;
  facts?: { term: string; value: string }[];
  signInLink?: string;
}

interface Props {
  profile: Profile;
  /** In order; `note` is a state such as "Approved" (a `<Badge>`). */
  items: { href: string; label: string; note?: ReactNode }[];
  /** Where keys are switched on and off. */
  preferencesPath: string;
  /** Where the sign-out form is posted: a full navigation, so that nothing of the session stays in the page. */
  signOutPath: string;
}

export function ProfileMenu({ profile, items, preferencesPath, signOutPath }: Props) {
  const t = useTranslations("shell");
  const initial = [...profile.name][0]?.toUpperCase() ?? "";
  return (
    <DetailsMenu
      className="profile"
      summaryClassName="profile-button"
      panelClassName="profile-panel"
      summary={
        <>
          <span aria-hidden="true" className="avatar">
            {initial}
          </span>
          <span className="profile-name">{profile.name}</span>
          <span className="sr-only">{t("profileMenu")}</span>
          <ChevronDown aria-hidden="true" className="icon" />
        </>
      }
    >
      <div className="profile-who">
        <p className="profile-full">{profile.fullName}</p>
        <p className="profile-kind">{profile.kind}</p>
        {profile.facts?.length ? (
          <dl>
            {profile.facts.map((fact) => (
              <div key={fact.term}>
                <dt>{fact.term}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {profile.signInLink ? (
          <CopyButton text={profile.signInLink} what={t("signInLink")}>
            {t("copySignInLink")}
          </CopyButton>
        ) : null}
      </div>
      <ul className="menu-list">
        {items.map((item) => (
          <li key={item.href}>
            <NavLink href={item.href} className="menu-item">
              <span>{item.label}</span>
              {item.note}
            </NavLink>
          </li>
        ))}
        <li>
          <ShortcutsLink href={preferencesPath}>{t("shortcuts")}</ShortcutsLink>
        </li>
      </ul>
      <form action={signOutPath} method="post" className="menu-list">
        <button type="submit" className="menu-item">
          {t("signOut")}
        </button>
      </form>
    </DetailsMenu>
  );
}
