import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { AttachForm } from "@/app/(console)/policies/_components/attach-form";
import { AttachedTable } from "@/app/(console)/policies/_components/attached-table";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { anyGroup, anyPolicy, groupResource } from "@/lib/authorization/resources";
import { getGroup, listUsersForGroup } from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import { listPoliciesForGroup } from "@/lib/domain/policies/attachment-queries";
import { listPolicies } from "@/lib/domain/policies/queries";
import { GroupName, PolicyFilter } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { MemberTable } from "./_components/member-table";
import {
  addMemberAction,
  attachToGroupAction,
  detachFromGroupAction,
  removeMemberAction,
  updateGroupAction,
} from "./actions";

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("groups"), requireConsoleContext()]);
  return { title: `${(await params).name} · ${t("room")} · ${account.alias}` };
}

export default async function GroupPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const known = GroupName.safeParse(name).success ? name : "";
  const group = await forPage(getGroup(ctx, known));
  const resource = groupResource(ctx, name);
  const may = {
    seeMembers: mayDo(ctx, "ram:ListUsersForGroup", resource),
    seePolicies: mayDo(ctx, "ram:ListPoliciesForGroup", resource),
    add: mayDo(ctx, "ram:AddUserToGroup", resource),
    remove: mayDo(ctx, "ram:RemoveUserFromGroup", resource),
    attach: mayDo(ctx, "ram:AttachPolicyToGroup", resource) && mayDo(ctx, "ram:ListPolicies", anyPolicy(ctx)),
    detach: mayDo(ctx, "ram:DetachPolicyFromGroup", resource),
    update: mayDo(ctx, "ram:UpdateGroup", resource),
    end: mayDo(ctx, "ram:DeleteGroup", resource),
  };
  const [members, held, all, t] = await Promise.all([
    may.seeMembers ? forPage(listUsersForGroup(ctx, name, GroupFilter.parse(await searchParams))) : undefined,
    may.seePolicies ? forPage(listPoliciesForGroup(ctx, name)) : [],
    may.attach ? forPage(listPolicies(ctx, PolicyFilter.parse({ size: 1000 }))) : undefined,
    getTranslations("groups"),
  ]);
  const isHeld = new Set(held.map((policy) => `${policy.type}:${policy.name}`));
  const holder = { field: "groupName", value: name } as const;
  const list = mayDo(ctx, "ram:ListGroups", anyGroup(ctx)) ? [{ href: paths.groups.list(), label: t("room") }] : [];
  const address = (cursor: string | undefined) => cursor && paths.groups.one(name, { cursor });
  return (
    <>
      <Flash />
      <PageHeader
        title={name}
        lead={group.comments}
        breadcrumb={list}
        facts={[t("memberCount", { count: group.memberCount })]}
        more={may.end ? <ButtonLink href={paths.groups.remove(name)}>{t("deleteTitle")}</ButtonLink> : undefined}
      />
      {may.seePolicies ? (
        <Section id="policies" title={t("policies")} lead={t("policiesLead")}>
          <AttachedTable policies={held} detach={may.detach ? { action: detachFromGroupAction, holder } : undefined} />
          {all ? (
            <AttachForm
              action={attachToGroupAction}
              holder={holder}
              policies={all.rows.filter((policy) => !isHeld.has(`${policy.type}:${policy.name}`))}
            />
          ) : null}
        </Section>
      ) : null}
      {members ? (
        <Section id="members" title={t("members")}>
          <MemberTable groupName={name} members={members.rows} remove={may.remove ? removeMemberAction : undefined} />
          <Pager
            newerHref={address(members.newer)}
            olderHref={address(members.older)}
            newerLabel={t("previous")}
            olderLabel={t("next")}
          />
          {may.add ? (
            <PlainForm action={addMemberAction} labels={{ name: t("subAccount") }} id="add" className="mt-4 max-w-160">
              <input type="hidden" name="groupName" value={name} />
              <Field name="name" required maxLength={64} autoComplete="off" mono />
              <div className="form-actions">
                <SubmitButton variant="secondary">{t("add")}</SubmitButton>
              </div>
            </PlainForm>
          ) : null}
        </Section>
      ) : null}
      {may.update ? (
        <Section id="change" title={t("changeTitle")}>
          <PlainForm
            action={updateGroupAction}
            labels={{ newName: t("name"), comments: t("comments") }}
            initial={{ newName: name, comments: group.comments }}
            idempotencyKey={newId()}
            id="update"
            className="panel max-w-160"
          >
            <input type="hidden" name="name" value={name} />
            <Field name="newName" required maxLength={64} autoComplete="off" />
            <Field name="comments" maxLength={128} autoComplete="off" />
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("save")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
