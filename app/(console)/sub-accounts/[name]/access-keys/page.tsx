import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyTable } from "@/app/(console)/access-keys/_components/key-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { subAccountResource } from "@/lib/authorization/resources";
import { listAccessKeys } from "@/lib/domain/access-keys/queries";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

export default async function SubAccountKeysPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const keys = await forPage(listAccessKeys(ctx, name));
  const t = await getTranslations("accessKeys");
  const create = mayDo(ctx, "ram:CreateAccessKey", subAccountResource(ctx, name)) ? (
    <ButtonLink href={paths.accessKeys.create(name)} variant="primary">
      {t("create")}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <DetailHeader ctx={ctx} person={person} tab="accessKeys" />
      <Section id="keys" title={t("room")} lead={t("tabLead")} action={keys.length > 0 ? create : undefined}>
        {keys.length > 0 ? (
          <KeyTable rows={keys} />
        ) : (
          <EmptyState title={t("noneTitle")} action={create}>
            {t("noneText")}
          </EmptyState>
        )}
      </Section>
    </>
  );
}
