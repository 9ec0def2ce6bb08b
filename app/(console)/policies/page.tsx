import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { anyPolicy } from "@/lib/authorization/resources";
import { listPolicies } from "@/lib/domain/policies/queries";
import { PolicyFilter } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { policyTitle } from "./_components/policy-title";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: await policyTitle() };
}

export default async function PoliciesPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const view = PolicyFilter.parse(await searchParams);
  const { rows, newer, older } = await forPage(listPolicies(ctx, view));
  const [t, locale] = await Promise.all([getTranslations("policies"), getLocale()]);
  const words = { Custom: t("types.Custom"), System: t("types.System") };
  const address = (cursor: string | undefined) =>
    cursor && paths.policies.list({ ...(view.type && { type: view.type }), cursor });
  const create = mayDo(ctx, "ram:CreatePolicy", anyPolicy(ctx)) ? (
    <ButtonLink href={paths.policies.create()} variant="primary">
      {t("create")}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <Flash />
      <PageHeader title={t("room")} lead={t("lead")} action={create} />
      <FilterRow action={paths.policies.list()} chips={[]} clearHref={view.type ? paths.policies.list() : undefined}>
        <FilterField
          name="type"
          label={t("type")}
          value={view.type}
          options={[
            { value: "", label: t("anyType") },
            { value: "Custom", label: words.Custom },
            { value: "System", label: words.System },
          ]}
        />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={t("noneTitle")} action={create}>
          {t("noneText")}
        </EmptyState>
      ) : (
        <DataTable
          caption={t("room")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("type")}</th>
              <th scope="col">{t("description")}</th>
              <th scope="col">{t("version")}</th>
              <th scope="col" className="num">
                {t("attachments")}
              </th>
            </>
          }
        >
          {rows.map(({ type, name, description, defaultVersion, attachmentCount }) => (
            <tr key={`${type}:${name}`}>
              <th scope="row" className="break-all">
                <a href={paths.policies.one(type, name)}>{name}</a>
              </th>
              <td data-label={t("type")}>{words[type]}</td>
              <td data-label={t("description")}>{locale === "zh-CN" ? description["zh-CN"] : description.en}</td>
              <td data-label={t("version")}>{defaultVersion}</td>
              <td data-label={t("attachments")} className="num">
                {attachmentCount}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager newerHref={address(newer)} olderHref={address(older)} newerLabel={t("previous")} olderLabel={t("next")} />
    </>
  );
}
