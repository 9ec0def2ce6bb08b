import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/layout/console-shell";
import { ProfileMenu } from "@/components/layout/profile-menu";
import { ShellShortcuts } from "@/components/layout/shell-shortcuts";
import { Banner } from "@/components/ui/banner";
import type { PlatformContext } from "@/lib/authorization/context";
import { countWaitingApprovals } from "@/lib/domain/approvals/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { readShortcuts } from "@/lib/entrypoints/console/preference-cookies";
import { withKeys } from "@/lib/entrypoints/console/room-keys";
import { env } from "@/lib/foundation/env";

interface Props {
  ctx: PlatformContext;
  children: ReactNode;
}

/** What stands around every page of the operators' desk. */
export async function OperatorShell({ ctx, children }: Props) {
  const { name } = ctx.actor;
  const t = await getTranslations("shell");
  const waiting = await forPage(countWaitingApprovals(ctx));
  const nav = [
    {
      heading: t("customers"),
      items: [
        { href: paths.operator.queue(), label: t("verificationQueue") },
        { href: paths.operator.accounts(), label: t("accounts") },
        { href: paths.operator.approvals(), label: t("approvalsWaiting", { count: waiting }) },
      ],
    },
    {
      heading: t("money"),
      items: [
        { href: paths.operator.prices(), label: t("prices") },
        { href: paths.operator.meters(), label: t("meters") },
        { href: paths.operator.quarantine(), label: t("quarantine") },
        { href: paths.operator.reconciliation(), label: t("reconciliation") },
        { href: paths.operator.monthEnd(), label: t("monthEnd") },
      ],
    },
    {
      heading: t("platform"),
      items: [
        { href: paths.operator.services(), label: t("services") },
        { href: paths.operator.servers(), label: t("servers") },
        { href: paths.operator.webhooks.list(), label: t("webhooks") },
        { href: paths.operator.outbox(), label: t("outbox") },
        { href: paths.operator.auditLog(), label: t("auditLog") },
      ],
    },
  ];
  return (
    <ConsoleShell
      operator
      homeHref={paths.operator.home()}
      nav={nav}
      banner={env().demo ? <Banner tone="info">{t("demoData")}</Banner> : undefined}
      profile={
        <ProfileMenu
          profile={{ name: name.split("@")[0] ?? "", fullName: name, kind: t("operator") }}
          items={[
            { href: paths.operator.mySignIn(), label: t("mySignIn") },
            { href: paths.operator.sessions(), label: t("sessions") },
            { href: paths.preferences(), label: t("preferences") },
          ]}
          preferencesPath={paths.preferences()}
          signOutPath={paths.signOut()}
        />
      }
      shortcuts={
        (await readShortcuts()) === "on" ? <ShellShortcuts rooms={withKeys(nav.flatMap(({ items }) => items))} /> : null
      }
    >
      {children}
    </ConsoleShell>
  );
}
