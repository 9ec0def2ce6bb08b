import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeleteSection } from "@/app/_components/servers/delete-section";
import { ServerForm } from "@/app/_components/servers/server-form";
import { deleteServerAction, updateServerAction } from "@/app/(console)/servers/actions";
import { Banner } from "@/components/ui/banner";
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
  return { title: `${t("changeTitle", { name: (await params).name })} · ${account.alias}` };
}

export default async function EditServerPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const { server } = await forPage(getServer(ctx, name));
  const t = await getTranslations("servers");
  const resource = serverResource(ctx, name);
  const isOwn = server.managedBy === "account";
  return (
    <>
      <PageHeader
        title={t("changeTitle", { name })}
        breadcrumb={[
          { label: t("title"), href: paths.servers.list() },
          { label: name, href: paths.servers.one(name) },
        ]}
      />
      {isOwn ? null : <Banner tone="info">{t("ofPlatform")}</Banner>}
      {isOwn && mayDo(ctx, "espalier:UpdateServer", resource) ? (
        <ServerForm action={updateServerAction} server={server} cancelHref={paths.servers.one(name)} />
      ) : null}
      {isOwn && mayDo(ctx, "espalier:DeleteServer", resource) ? (
        <DeleteSection
          name={name}
          action={deleteServerAction}
          which={<input type="hidden" name="name" value={name} />}
        />
      ) : null}
    </>
  );
}
