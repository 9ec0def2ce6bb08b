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
import { listInventory } from "@/lib/domain/access-keys/queries";
import { InventoryFilter, inventoryViews } from "@/lib/domain/access-keys/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { BulkBar, bulkFormId } from "./_components/bulk-bar";
import { KeyTable } from "./_components/key-table";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("accessKeys"), requireConsoleContext()]);
  return { title: `${t("room")} · ${account.alias}` };
}

export default async function AccessKeysPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { show, cursor } = InventoryFilter.parse(await searchParams);
  const list = await forPage(listInventory(ctx, { show, cursor }));
  const t = await getTranslations("accessKeys");
  const own = actingSubAccount(ctx.actor);
  const seesAll = mayDo(ctx, "ram:ListAccessKeys", anySubAccount(ctx));
  const mayCreate =
    mayDo(ctx, "ram:CreateAccessKey", anySubAccount(ctx)) ||
    (own !== undefined && mayDo(ctx, "ram:CreateAccessKey", subAccountResource(ctx, own.name)));
  const mayBulk =
    mayDo(ctx, "espalier:RunInBulk", anySubAccount(ctx)) && mayDo(ctx, "ram:UpdateAccessKey", anySubAccount(ctx));
  const create = mayCreate ? (
    <ButtonLink href={paths.accessKeys.create()} variant="primary">
      {t("create")}
    </ButtonLink>
  ) : undefined;
  const address = (cursorTo: string) => paths.accessKeys.list({ ...(show !== "all" && { show }), cursor: cursorTo });
  return (
    <>
      <Flash />
      <PageHeader
        title={t("room")}
        lead={t(seesAll ? "lead" : "leadOwn")}
        action={create}
        more={mayCreate ? <ButtonLink href={paths.accessKeys.leaked()}>{t("leaked")}</ButtonLink> : undefined}
      />
      <FilterRow
        action={paths.accessKeys.list()}
        chips={show === "all" ? [] : [{ label: t(`show.${show}`), removeHref: paths.accessKeys.list() }]}
        clearHref={show === "all" ? undefined : paths.accessKeys.list()}
      >
        <FilterField
          name="show"
          label={t("showLabel")}
          value={show}
          options={inventoryViews.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
      </FilterRow>
      {list.rows.length > 0 ? (
        <>
          {mayBulk ? <BulkBar show={show} /> : null}
          <KeyTable rows={list.rows} withOwner={seesAll} bulkForm={mayBulk ? bulkFormId : undefined} />
        </>
      ) : (
        <EmptyState title={t("noneTitle")} action={show === "all" ? create : undefined}>
          {t(show === "all" ? "noneText" : "noMatchText")}
        </EmptyState>
      )}
      <Pager newerHref={list.newer && address(list.newer)} olderHref={list.older && address(list.older)} />
    </>
  );
}
