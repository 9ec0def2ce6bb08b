import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { actsOpenTo } from "@/lib/domain/bulk-runs/queries";
import { listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { BlockedBanner } from "./_components/blocked-banner";
import { BulkBar, bulkFormId } from "./_components/bulk-bar";
import { ListFilters } from "./_components/list-filters";
import { SubAccountTable } from "./_components/sub-account-table";
import { WaysOn } from "./_components/ways-on";
import { countShown } from "./count-shown";
import { everybody, isNarrowed, listAddress } from "./list-address";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("subAccounts"), requireConsoleContext()]);
  return { title: `${t("room")} · ${account.alias}` };
}

export default async function SubAccountsPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const view = SubAccountFilter.parse(await searchParams);
  const list = await forPage(listSubAccounts(ctx, view));
  const t = await getTranslations("subAccounts");
  const mayCreate = mayDo(ctx, "ram:CreateUser", anySubAccount(ctx));
  const mayBulk = mayDo(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const acts = actsOpenTo(ctx);
  const bulkForm = acts.length > 0 ? bulkFormId : undefined;
  const mayExport = mayDo(ctx, "espalier:ExportSubAccounts", anySubAccount(ctx));
  const maySeeSpend = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  const approved = ctx.account.verification === "approved";
  const create =
    mayCreate && approved ? (
      <ButtonLink href={paths.subAccounts.create()} variant="primary">
        {t("create")}
      </ButtonLink>
    ) : undefined;
  const filtered = isNarrowed(view);
  const shown = countShown(view, list);
  const nobody = list.rows.length === 0 && !filtered && !view.cursor;
  const byTime = view.sort === "-created";

  return (
    <>
      <Flash />
      <PageHeader
        title={t("room")}
        lead={t("lead")}
        facts={
          shown && !nobody
            ? [
                <span key="count" role="status">
                  {t(shown.key, { count: shown.count })}
                </span>,
              ]
            : []
        }
        action={nobody ? undefined : create}
        more={<WaysOn view={view} mayExport={mayExport} mayCreate={mayCreate && approved} mayBulk={mayBulk} />}
      />
      {mayCreate && !approved ? <BlockedBanner ctx={ctx} /> : null}
      {nobody ? (
        <EmptyState title={t("noneTitle")} action={create}>
          {t("noneText")}
        </EmptyState>
      ) : (
        <>
          <ListFilters view={view} maySeeSpend={maySeeSpend} />
          {list.rows.length > 0 ? (
            <>
              {bulkForm ? <BulkBar acts={acts} view={view} count={shown?.count} /> : null}
              <SubAccountTable rows={list.rows} money={list.money} view={view} bulkForm={bulkForm} />
            </>
          ) : view.cursor ? (
            <EmptyState
              title={t("endTitle")}
              action={<ButtonLink href={listAddress(view, {})}>{t("firstPage")}</ButtonLink>}
            >
              {t("endText")}
            </EmptyState>
          ) : (
            <EmptyState
              title={t("noMatchTitle")}
              action={<ButtonLink href={listAddress(view, everybody)}>{t("clear")}</ButtonLink>}
            >
              {t("noMatchText")}
            </EmptyState>
          )}
          <Pager
            newerHref={list.newer && listAddress(view, { cursor: list.newer })}
            olderHref={list.older && listAddress(view, { cursor: list.older })}
            newerLabel={byTime ? undefined : t("previous")}
            olderLabel={byTime ? undefined : t("next")}
          />
        </>
      )}
    </>
  );
}
