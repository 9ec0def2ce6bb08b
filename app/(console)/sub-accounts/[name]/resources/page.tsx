import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ResourceList } from "@/app/(console)/resources/_components/resource-list";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { countWaiting, listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

export default async function SubAccountResourcesPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const filter = ResourceFilter.parse({ ...(await searchParams), owner: name });
  const list = await forPage(listResources(ctx, filter));
  const waiting = await forPage(countWaiting(ctx, name));
  const t = await getTranslations("resources");
  return (
    <>
      <DetailHeader ctx={ctx} person={person} tab="resources" />
      <Section id="resources" title={t("title")} lead={t("leadOf", { name })}>
        {waiting > 0 ? (
          <div className="mb-4">
            <Banner
              action={<ButtonLink href={paths.resources.of(name, { state: "waiting" })}>{t("showWaiting")}</ButtonLink>}
            >
              {t("waitingOf", { count: waiting })}
            </Banner>
          </div>
        ) : null}
        <ResourceList
          list={list}
          filter={filter}
          hrefOf={(view) => paths.resources.of(name, view)}
          showOwner={false}
          empty={<EmptyState title={t("emptyTitle")}>{t("emptyOf", { name })}</EmptyState>}
        />
      </Section>
    </>
  );
}
