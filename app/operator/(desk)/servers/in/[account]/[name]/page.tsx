import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { CredentialSection } from "@/app/_components/servers/credential-section";
import { DeleteSection } from "@/app/_components/servers/delete-section";
import { LoginsSection } from "@/app/_components/servers/logins-section";
import { ServerFacts } from "@/app/_components/servers/server-facts";
import { ServerForm } from "@/app/_components/servers/server-form";
import { StepsSection } from "@/app/_components/servers/steps-section";
import {
  deletePlatformServerAction,
  grantPlatformServerLoginAction,
  issuePlatformServerCredentialAction,
  revokePlatformServerCredentialsAction,
  revokePlatformServerLoginAction,
  updatePlatformServerAction,
} from "@/app/operator/(desk)/servers/actions";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getServer } from "@/lib/domain/servers/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { inAccount } from "@/lib/entrypoints/console/in-account";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ account: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("servers");
  return { title: `${(await params).name} · ${t("title")}` };
}

export default async function PlatformServerPage({ params }: Props) {
  const platform = await requireOperatorContext();
  const { account: accountName, name } = await params;
  const detail = await forPage(
    inAccount((ctx, input: { name: string }) => getServer(ctx, input.name))(platform, { accountName, name }),
  );
  const t = await getTranslations("servers");
  const which = (
    <>
      <input type="hidden" name="accountName" value={accountName} />
      <input type="hidden" name="name" value={name} />
    </>
  );
  return (
    <>
      <Flash />
      <PageHeader
        title={name}
        subtitle={accountName}
        lead={detail.server.description}
        breadcrumb={[{ label: t("title"), href: paths.operator.servers() }]}
      />
      <ServerFacts server={detail.server} />
      <LoginsSection
        grants={detail.grants}
        which={which}
        grant={grantPlatformServerLoginAction}
        revoke={revokePlatformServerLoginAction}
      />
      <CredentialSection
        requestId={platform.requestId}
        credentials={detail.credentials}
        which={which}
        issue={issuePlatformServerCredentialAction}
        revoke={revokePlatformServerCredentialsAction}
      />
      <StepsSection {...detail} />
      <Section id="change" title={t("changeTitle", { name })}>
        <ServerForm action={updatePlatformServerAction} server={detail.server} cancelHref={paths.operator.servers()}>
          <input type="hidden" name="accountName" value={accountName} />
        </ServerForm>
      </Section>
      <DeleteSection name={name} action={deletePlatformServerAction} which={which} />
    </>
  );
}
