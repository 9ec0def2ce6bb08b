import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { ClosedBanner } from "@/app/_components/servers/closed-banner";
import { LoginTable } from "@/app/_components/servers/login-table";
import { PublicKeyTable } from "@/app/(console)/ssh-keys/_components/public-key-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { subAccountResource } from "@/lib/authorization/resources";
import { listServerLogins } from "@/lib/domain/servers/queries";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

export default async function SubAccountSshKeysPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const keys = await forPage(listPublicKeys(ctx, name));
  const maySeeLogins = mayDo(ctx, "espalier:ListServerLogins", subAccountResource(ctx, name));
  const reach = maySeeLogins ? await forPage(listServerLogins(ctx, name)) : undefined;
  const [t, servers] = await Promise.all([getTranslations("sshKeys"), getTranslations("servers")]);
  const resource = subAccountResource(ctx, name);
  const add = mayDo(ctx, "ram:UploadPublicKey", resource) ? (
    <ButtonLink href={paths.sshKeys.create(name)}>{t("add")}</ButtonLink>
  ) : undefined;
  return (
    <>
      <Flash />
      <DetailHeader ctx={ctx} person={person} tab="sshKeys" />
      <Section id="keys" title={t("title")} lead={t("leadOf", { name })} action={add}>
        {keys.length === 0 ? (
          <EmptyState title={t("emptyTitle")}>{t("emptyOf", { name })}</EmptyState>
        ) : (
          <PublicKeyTable keys={keys} mayChange={mayDo(ctx, "ram:UpdatePublicKey", resource)} />
        )}
      </Section>
      {reach ? (
        <Section id="logins" title={servers("ownOf", { name })} lead={servers("ownOfLead")}>
          {reach.isStopped && reach.logins.length > 0 ? <ClosedBanner name={name} /> : null}
          {reach.logins.length === 0 ? (
            <p className="text-ink-2">{servers("ownOfNone", { name })}</p>
          ) : (
            <LoginTable logins={reach.logins} caption={servers("ownOf", { name })} />
          )}
        </Section>
      ) : null}
    </>
  );
}
