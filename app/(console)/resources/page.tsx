import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { ResourceList } from "./_components/resource-list";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("resources"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

/** What platform services run: a sub-account's own, and for whoever manages the account all of it. */
export default async function ResourcesPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const filter = ResourceFilter.parse(await searchParams);
  const list = await forPage(listResources(ctx, filter));
  const t = await getTranslations("resources");
  const seesAll = mayDo(ctx, "espalier:ListResources", anySubAccount(ctx));
  const { maySeeSubAccounts, maySeeKeys } = navigationOf(ctx);
  const next =
    seesAll && maySeeSubAccounts ? (
      <ButtonLink href={paths.subAccounts.list()}>{t("toSubAccounts")}</ButtonLink>
    ) : maySeeKeys ? (
      <ButtonLink href={paths.accessKeys.list()}>{t("toKeys")}</ButtonLink>
    ) : undefined;
  return (
    <>
      <PageHeader title={t("title")} lead={t(seesAll ? "lead" : "leadOwn")} />
      <ResourceList
        list={list}
        filter={filter}
        hrefOf={paths.resources.list}
        showOwner={seesAll}
        empty={
          <EmptyState title={t("emptyTitle")} action={next}>
            {t(seesAll ? "empty" : maySeeKeys ? "emptyOwn" : "emptyOwnAsk")}
          </EmptyState>
        }
      />
    </>
  );
}
