import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { ClosedBanner } from "@/app/_components/servers/closed-banner";
import { LoginTable } from "@/app/_components/servers/login-table";
import { ServerTable } from "@/app/_components/servers/server-table";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { anyServer } from "@/lib/authorization/resources";
import { listServerLogins, listServers } from "@/lib/domain/servers/queries";
import { ServerFilter } from "@/lib/domain/servers/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("servers"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

/** A sub-account's own logins, and for whoever manages servers all of them. */
export default async function ServersPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const own = actingSubAccount(ctx.actor)?.name;
  const seesAll = own === undefined || mayDo(ctx, "espalier:ListServers", anyServer(ctx));
  const [reach, page, t] = await Promise.all([
    own === undefined ? undefined : forPage(listServerLogins(ctx, own)),
    seesAll ? forPage(listServers(ctx, ServerFilter.parse(await searchParams))) : undefined,
    getTranslations("servers"),
  ]);
  const register = mayDo(ctx, "espalier:RegisterServer", anyServer(ctx)) ? (
    <ButtonLink href={paths.servers.register()} variant="primary">
      {t("register")}
    </ButtonLink>
  ) : (
    <ButtonLink href={paths.sshKeys.list()}>{t("toKeys")}</ButtonLink>
  );
  const address = (cursor: string | undefined) => cursor && paths.servers.list({ cursor });
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t(seesAll ? "lead" : "leadOwn")} action={register} />
      {page ? (
        <>
          {page.rows.length === 0 ? (
            <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
          ) : (
            <ServerTable servers={page.rows} />
          )}
          <Pager
            newerHref={address(page.newer)}
            olderHref={address(page.older)}
            newerLabel={t("previous")}
            olderLabel={t("next")}
          />
        </>
      ) : null}
      {reach ? (
        <Section id="own" title={t("ownTitle")}>
          {reach.isStopped && reach.logins.length > 0 ? <ClosedBanner /> : null}
          {reach.logins.length === 0 ? (
            <EmptyState title={t("emptyOwnTitle")}>{t("emptyOwn")}</EmptyState>
          ) : (
            <LoginTable logins={reach.logins} caption={t("ownTitle")} />
          )}
        </Section>
      ) : null}
    </>
  );
}
