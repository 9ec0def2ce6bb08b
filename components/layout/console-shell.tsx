import { Menu } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DetailsMenu } from "@/components/ui/details-menu";
import { Logo } from "@/components/ui/logo";
import { type NavGroup, SideNav } from "./side-nav";
import { SkipLink } from "./skip-link";

interface Props {
  homeHref: string;
  /** The account, always visible. */
  account?: { name: string; alias?: string };
  nav: NavGroup[];
  /** A `<ProfileMenu>`. */
  profile: ReactNode;
  /** Search, balance, notices: stands before the profile menu. */
  end?: ReactNode;
  /** One `<Banner>` at most: the most serious. */
  banner?: ReactNode;
  /** The operator's shell: a strong bar and the word under the logo. */
  operator?: boolean;
  /** `<ShellShortcuts>`, unless keys are switched off. */
  shortcuts?: ReactNode;
  children: ReactNode;
}

export function ConsoleShell({ homeHref, account, nav, profile, end, banner, operator, shortcuts, children }: Props) {
  const t = useTranslations("shell");
  return (
    <div className="shell" data-operator={operator ? "" : undefined}>
      <SkipLink />
      <header className="shell-header">
        {nav.length > 0 ? (
          <DetailsMenu
            label={t("openNavigation")}
            className="shell-burger"
            panelClassName="shell-drawer"
            summary={<Menu aria-hidden="true" className="icon" />}
          >
            <SideNav groups={nav} id="narrow" />
          </DetailsMenu>
        ) : null}
        <Link href={homeHref} className="shell-home" prefetch={false}>
          <Logo {...(operator ? { note: t("operator") } : {})} />
        </Link>
        {account ? (
          <p className="shell-account">
            <span className="sr-only">{t("account")} </span>
            {account.name}
            {account.alias && account.alias !== account.name ? (
              <span className="shell-alias" title={t("alias")}>
                {account.alias}
              </span>
            ) : null}
          </p>
        ) : null}
        <div className="shell-end">
          {end}
          {profile}
        </div>
      </header>
      <div className="shell-body">
        {nav.length > 0 ? (
          <div className="shell-side">
            <SideNav groups={nav} id="wide" />
          </div>
        ) : null}
        <main id="content" tabIndex={-1} className="shell-main">
          {banner}
          {children}
        </main>
      </div>
      {shortcuts}
    </div>
  );
}
