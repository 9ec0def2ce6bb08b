import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { anyGroup } from "@/lib/authorization/resources";
import { listGroups } from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { createGroupAction } from "./actions";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("groups"), requireConsoleContext()]);
  return { title: `${t("room")} · ${account.alias}` };
}

export default async function GroupsPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { rows, newer, older } = await forPage(listGroups(ctx, GroupFilter.parse(await searchParams)));
  const t = await getTranslations("groups");
  const address = (cursor: string | undefined) => cursor && paths.groups.list({ cursor });
  return (
    <>
      <Flash />
      <PageHeader title={t("room")} lead={t("lead")} />
      {rows.length === 0 ? (
        <EmptyState title={t("noneTitle")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("room")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("comments")}</th>
              <th scope="col" className="num">
                {t("members")}
              </th>
            </>
          }
        >
          {rows.map(({ id, name, comments, memberCount }) => (
            <tr key={id}>
              <th scope="row" className="break-all">
                <a href={paths.groups.one(name)}>{name}</a>
              </th>
              <td data-label={t("comments")}>{comments}</td>
              <td data-label={t("members")} className="num">
                {memberCount}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager newerHref={address(newer)} olderHref={address(older)} newerLabel={t("previous")} olderLabel={t("next")} />
      {mayDo(ctx, "ram:CreateGroup", anyGroup(ctx)) ? (
        <Section id="create" title={t("createTitle")}>
          <PlainForm
            action={createGroupAction}
            labels={{ name: t("name"), comments: t("comments") }}
            idempotencyKey={newId()}
            className="panel max-w-160"
          >
            <Field name="name" hint={t("nameHint")} required maxLength={64} autoComplete="off" />
            <Field name="comments" maxLength={128} autoComplete="off" />
            <div className="form-actions">
              <SubmitButton>{t("create")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
