import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { listAllPublicKeys, listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { PublicKeyFilter } from "@/lib/domain/ssh-keys/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { PublicKeyTable } from "./_components/public-key-table";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("sshKeys"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

/** The account's keys for who may see them all; everybody else's page shows their own. */
export default async function SshKeysPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const own = actingSubAccount(ctx.actor)?.name ?? "";
  const seesAll = mayDo(ctx, "ram:ListPublicKeys", anySubAccount(ctx));
  const t = await getTranslations("sshKeys");
  const resource = seesAll ? anySubAccount(ctx) : subAccountResource(ctx, own);
  const mayAdd = mayDo(ctx, "ram:UploadPublicKey", resource);
  const add = mayAdd ? (
    <ButtonLink href={paths.sshKeys.create()} variant="primary">
      {t("add")}
    </ButtonLink>
  ) : undefined;
  const mayChange = mayDo(ctx, "ram:UpdatePublicKey", resource);
  if (!seesAll) {
    const keys = await forPage(listPublicKeys(ctx, own));
    return (
      <>
        <Flash />
        <PageHeader title={t("title")} lead={mayAdd ? t("leadOwn") : t("leadOwnClosed")} action={add} />
        {keys.length === 0 ? (
          <EmptyState title={t("emptyTitle")}>{mayAdd ? t("emptyOwn") : t("emptyOwnClosed")}</EmptyState>
        ) : (
          <PublicKeyTable keys={keys} mayChange={mayChange} />
        )}
      </>
    );
  }
  const filter = PublicKeyFilter.parse(await searchParams);
  const { rows, newer, older } = await forPage(listAllPublicKeys(ctx, filter));
  const hrefOf = (cursor: string) => paths.sshKeys.list({ fingerprint: filter.fingerprint, cursor });
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("lead")} action={add} />
      <FilterRow
        action={paths.sshKeys.list()}
        chips={filter.fingerprint ? [{ label: filter.fingerprint, removeHref: paths.sshKeys.list() }] : []}
        clearHref={filter.fingerprint ? paths.sshKeys.list() : undefined}
      >
        <FilterField name="fingerprint" label={t("compare")} value={filter.fingerprint} />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={t(filter.fingerprint ? "noMatchTitle" : "emptyTitle")}>
          {t(filter.fingerprint ? "noMatch" : "empty")}
        </EmptyState>
      ) : (
        <PublicKeyTable keys={rows} showsOwner mayChange={mayChange} />
      )}
      <Pager {...(newer && { newerHref: hrefOf(newer) })} {...(older && { olderHref: hrefOf(older) })} />
    </>
  );
}
