import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { AttachForm } from "@/app/(console)/policies/_components/attach-form";
import { AttachedTable } from "@/app/(console)/policies/_components/attached-table";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { anyGroup, anyPolicy, subAccountResource } from "@/lib/authorization/resources";
import { listGroups, listGroupsForUser } from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import { listPoliciesForUser } from "@/lib/domain/policies/attachment-queries";
import { listPolicies } from "@/lib/domain/policies/queries";
import { PolicyFilter } from "@/lib/domain/policies/schema";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";
import { GroupsOfUser } from "./_components/groups-of-user";
import { WhyMay } from "./_components/why-may";
import { attachToUserAction, detachFromUserAction } from "./actions";

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return { title: await detailTitle(await requireConsoleContext(), name) };
}

export default async function PermissionsPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const resource = subAccountResource(ctx, name);
  const held = await forPage(listPoliciesForUser(ctx, name));
  const person = await forPage(getSubAccount(ctx, name));
  const may = {
    attach: mayDo(ctx, "ram:AttachPolicyToUser", resource) && mayDo(ctx, "ram:ListPolicies", anyPolicy(ctx)),
    detach: mayDo(ctx, "ram:DetachPolicyFromUser", resource),
    seeGroups: mayDo(ctx, "ram:ListGroupsForUser", resource),
    join: mayDo(ctx, "ram:AddUserToGroup", resource) && mayDo(ctx, "ram:ListGroups", anyGroup(ctx)),
    leave: mayDo(ctx, "ram:RemoveUserFromGroup", resource),
  };
  const [all, joined, groups, t] = await Promise.all([
    may.attach ? forPage(listPolicies(ctx, PolicyFilter.parse({ size: 1000 }))) : undefined,
    may.seeGroups ? forPage(listGroupsForUser(ctx, name)) : [],
    may.join ? forPage(listGroups(ctx, GroupFilter.parse({ size: 1000 }))) : undefined,
    getTranslations("policies"),
  ]);
  const isHeld = new Set(held.map((policy) => `${policy.type}:${policy.name}`));
  const isJoined = new Set(joined.map((group) => group.name));
  const holder = { field: "name", value: name } as const;
  return (
    <>
      <Flash />
      <DetailHeader ctx={ctx} person={person} tab="permissions" />
      <Section id="policies" title={t("own")} lead={t("ownLead")}>
        <AttachedTable policies={held} detach={may.detach ? { action: detachFromUserAction, holder } : undefined} />
        {all ? (
          <AttachForm
            action={attachToUserAction}
            holder={holder}
            policies={all.rows.filter((policy) => !isHeld.has(`${policy.type}:${policy.name}`))}
          />
        ) : null}
      </Section>
      {may.seeGroups ? (
        <GroupsOfUser
          name={name}
          joined={joined}
          others={groups?.rows.filter((group) => !isJoined.has(group.name))}
          mayLeave={may.leave}
        />
      ) : null}
      <WhyMay ctx={ctx} name={name} parameters={await searchParams} />
    </>
  );
}
