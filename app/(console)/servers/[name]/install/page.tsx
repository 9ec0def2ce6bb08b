import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { CredentialSection } from "@/app/_components/servers/credential-section";
import { StepsSection } from "@/app/_components/servers/steps-section";
import { issueServerCredentialAction, revokeServerCredentialsAction } from "@/app/(console)/servers/actions";
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
  return { title: `${t("installTitle", { name: (await params).name })} · ${account.alias}` };
}

/** The answer to the POST that issued a credential shows it, once; every GET shows the commands alone. */
export default async function InstallServerPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const detail = await forPage(getServer(ctx, name));
  const t = await getTranslations("servers");
  const isOwn = detail.server.managedBy === "account";
  const may = (action: Parameters<typeof mayDo>[1]) => isOwn && mayDo(ctx, action, serverResource(ctx, name));
  return (
    <>
      <Flash />
      <PageHeader
        title={t("installTitle", { name })}
        breadcrumb={[
          { label: t("title"), href: paths.servers.list() },
          { label: name, href: paths.servers.one(name) },
        ]}
      />
      <CredentialSection
        requestId={ctx.requestId}
        credentials={detail.credentials}
        which={<input type="hidden" name="name" value={name} />}
        issue={may("espalier:IssueServerCredential") ? issueServerCredentialAction : undefined}
        revoke={may("espalier:RevokeServerCredentials") ? revokeServerCredentialsAction : undefined}
      />
      <StepsSection {...detail} />
    </>
  );
}
