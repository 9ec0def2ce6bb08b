import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { LoginsSection } from "@/app/_components/servers/logins-section";
import { ServerFacts } from "@/app/_components/servers/server-facts";
import { grantServerLoginAction, revokeServerLoginAction } from "@/app/(console)/servers/actions";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { serverResource } from "@/lib/authorization/resources";
import { getServer } from "@/lib/domain/servers/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("servers"), requireConsoleContext()]);
  return { title: `${(await params).name} · ${t("title")} · ${account.alias}` };
}

export default async function ServerPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const { server, grants } = await forPage(getServer(ctx, name));
  const t = await getTranslations("servers");
  const resource = serverResource(ctx, name);
  const isOwn = server.managedBy === "account";
  const may = (action: Parameters<typeof mayDo>[1]) => isOwn && mayDo(ctx, action, resource);
  const install = may("espalier:IssueServerCredential") ? (
    <ButtonLink href={paths.servers.install(name)} variant="primary">
      {t("install")}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <Flash />
      <PageHeader
        title={name}
        lead={server.description}
        breadcrumb={[{ label: t("title"), href: paths.servers.list() }]}
        action={install}
      />
      {isOwn ? null : <Banner tone="info">{t("ofPlatform")}</Banner>}
      <ServerFacts server={server} />
      {may("espalier:UpdateServer") ? (
        <p className="mt-4">
          <ButtonLink href={paths.servers.edit(name)}>{t("change")}</ButtonLink>
        </p>
      ) : null}
      <LoginsSection
        grants={grants}
        which={<input type="hidden" name="name" value={name} />}
        grant={may("espalier:GrantServerLogin") ? grantServerLoginAction : undefined}
        revoke={may("espalier:RevokeServerLogin") ? revokeServerLoginAction : undefined}
      />
    </>
  );
}
