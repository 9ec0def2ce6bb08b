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
import { anySubAccount } from "@/lib/authorization/resources";
import { listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { pageSizes, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { BlockedBanner } from "./_components/blocked-banner";
import { BulkBar, bulkFormId } from "./_components/bulk-bar";
import { SubAccountTable } from "./_components/sub-account-table";
import { WaysOn } from "./_components/ways-on";
import { countShown } from "./count-shown";
import { listAddress } from "./list-address";

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
  const approved = ctx.account.verification === "approved";
  const create =
    mayCreate && approved ? (
      <ButtonLink href={paths.subAccounts.create()} variant="primary">
        {t("create")}
      </ButtonLink>
    ) : undefined;
  const filtered = view.q !== "" || view.state !== "" || view.label !== "" || view.idle !== "";
  const bare = { q: "", state: "", label: "", idle: "" } as const;
  const idleWords = { "30": t("idleDays", { days: 30 }), "90": t("idleDays", { days: 90 }), never: t("idleNever") };
  const shown = countShown(view, list);
  const stateWords = { active: t("stateActive"), disabled: t("stateDisabled") };
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
        more={<WaysOn mayCreate={mayCreate && approved} mayBulk={mayBulk} />}
      />
      {mayCreate && !approved ? <BlockedBanner ctx={ctx} /> : null}
      {nobody ? (
        <EmptyState title={t("noneTitle")} action={create}>
          {t("noneText")}
        </EmptyState>
      ) : (
        <>
          <FilterRow
            action={paths.subAccounts.list()}
            keep={{ sort: view.sort === "name" ? undefined : view.sort }}
            chips={[
              ...(view.q
                ? [{ label: t("chipSearch", { text: view.q }), removeHref: listAddress(view, { q: "" }) }]
                : []),
              ...(view.state
                ? [
                    {
                      label: t("chipState", { state: stateWords[view.state] }),
                      removeHref: listAddress(view, { state: "" }),
                    },
                  ]
                : []),
              ...(view.label
                ? [{ label: t("chipLabel", { label: view.label }), removeHref: listAddress(view, { label: "" }) }]
                : []),
              ...(view.idle ? [{ label: idleWords[view.idle], removeHref: listAddress(view, { idle: "" }) }] : []),
            ]}
            clearHref={filtered ? listAddress(view, bare) : undefined}
          >
            <FilterField name="q" label={t("search")} value={view.q} placeholder={t("searchHint")} maxLength={320} />
            <FilterField
              name="state"
              label={t("state")}
              value={view.state}
              options={[
                { value: "", label: t("stateAny") },
                { value: "active", label: t("stateActive") },
                { value: "disabled", label: t("stateDisabled") },
              ]}
            />
            <FilterField
              name="label"
              label={t("labelFilter")}
              value={view.label}
              placeholder={t("labelFilterHint")}
              maxLength={200}
            />
            <FilterField
              name="idle"
              label={t("idle")}
              value={view.idle}
              options={[
                { value: "", label: t("idleAny") },
                ...(["30", "90", "never"] as const).map((value) => ({ value, label: idleWords[value] })),
              ]}
            />
            <FilterField
              name="size"
              label={t("pageSize")}
              value={view.size}
              options={pageSizes.map((size) => ({ value: size, label: t("perPage", { count: size }) }))}
            />
          </FilterRow>
          {list.rows.length > 0 ? (
            <>
              {mayBulk ? <BulkBar view={view} count={shown?.count} /> : null}
              <SubAccountTable rows={list.rows} view={view} bulkForm={mayBulk ? bulkFormId : undefined} />
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
              action={<ButtonLink href={listAddress(view, bare)}>{t("clear")}</ButtonLink>}
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
