import { BellDot, Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/layout/console-shell";
import { ProfileMenu } from "@/components/layout/profile-menu";
import { SearchBox } from "@/components/layout/search-box";
import { ShellShortcuts } from "@/components/layout/shell-shortcuts";
import { Banner } from "@/components/ui/banner";
import type { Resumed } from "@/lib/domain/sessions/resume-session";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { readShortcuts } from "@/lib/entrypoints/console/preference-cookies";
import { withKeys } from "@/lib/entrypoints/console/room-keys";
import { env } from "@/lib/foundation/env";
import { BalanceLink } from "./balance-link";

/** The way to one's notices; it says in words, not by colour alone, that something is new. */
async function Bell({ unread }: { unread: boolean }) {
  const t = await getTranslations("notices");
  const Icon = unread ? BellDot : BellIcon;
  return (
    <Link href={paths.notifications()} prefetch={false} className="btn btn-link">
      <Icon aria-hidden="true" className={unread ? "icon text-accent" : "icon"} />
      <span className="sr-only">{t(unread ? "bellUnread" : "bell")}</span>
    </Link>
  );
}

interface Props {
  resumed: Extract<Resumed, { kind: "account" }>;
  children: ReactNode;
}

/** What stands around every page of an account: where one is, who one is, and the ways that are open. */
export async function AccountShell({ resumed, children }: Props) {
  const { ctx } = resumed;
  const { actor, account } = ctx;
  const t = await getTranslations("shell");
  const { side, maySeeSubAccounts, mayVerify, maySeeWallet } = navigationOf(ctx);
  const isRoot = actor.type === "root-user";
  const { demo, origin } = env();
  const withShortcuts = (await readShortcuts()) === "on";
  const nav = side.map(({ heading, items }) => ({
    ...(heading && { heading: t(heading) }),
    items: items.map(({ href, label }) => ({ href, label: t(label) })),
  }));
  const listOfPeople = maySeeSubAccounts ? [{ href: paths.subAccounts.list(), label: t("subAccounts") }] : [];
  return (
    <ConsoleShell
      homeHref={paths.home()}
      account={{ name: account.name, alias: account.alias }}
      nav={nav}
      banner={demo ? <Banner tone="info">{t("demoData")}</Banner> : undefined}
      end={
        <>
          <SearchBox path={paths.search()} byKey={withShortcuts} />
          {maySeeWallet ? <BalanceLink ctx={ctx} /> : null}
          <Bell unread={resumed.anyUnread} />
        </>
      }
      profile={
        <ProfileMenu
          profile={{
            name: isRoot ? (actor.name.split("@")[0] ?? "") : actor.name,
            fullName: isRoot ? actor.name : `${account.name}#${actor.name}`,
            kind: isRoot ? t("rootUser") : t("subAccount"),
            facts: [
              { term: t("account"), value: account.companyName },
              { term: t("alias"), value: account.alias },
            ],
            signInLink: `${origin}${paths.door(account.alias)}`,
          }}
          items={[
            ...listOfPeople,
            ...(mayVerify ? [{ href: paths.identityVerification(), label: t("identityVerification") }] : []),
            { href: paths.mySignIn(), label: t("mySignIn") },
            { href: paths.preferences(), label: t("preferences") },
          ]}
          preferencesPath={paths.preferences()}
          signOutPath={paths.signOut()}
        />
      }
      shortcuts={
        withShortcuts ? (
          <ShellShortcuts
            rooms={withKeys([...listOfPeople, ...nav.flatMap(({ items }) => items)])}
            searchPath={paths.search()}
          />
        ) : null
      }
    >
      {children}
    </ConsoleShell>
  );
}
