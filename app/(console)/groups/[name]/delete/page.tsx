import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getGroupForDeletion } from "@/lib/domain/groups/queries";
import { GroupName } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { deleteGroupAction } from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("groups"), requireConsoleContext()]);
  return { title: `${t("deleteTitle")} · ${(await params).name} · ${account.alias}` };
}

/** What stands in the way comes first: a group goes only once it gives nobody anything. */
export default async function DeleteGroupPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const group = await forPage(getGroupForDeletion(ctx, GroupName.safeParse(name).success ? name : ""));
  const t = await getTranslations("groups");
  const back = <ButtonLink href={paths.groups.one(name)}>{t("cancel")}</ButtonLink>;
  const isEmpty = group.members + group.policies + group.servers === 0;
  return (
    <>
      <PageHeader
        title={t("deleteGroup", { name })}
        lead={t("deleteLead")}
        breadcrumb={[
          { href: paths.groups.list(), label: t("room") },
          { href: paths.groups.one(name), label: name },
        ]}
      />
      {isEmpty ? (
        <PlainForm action={deleteGroupAction} labels={{}} className="panel max-w-160">
          <input type="hidden" name="name" value={name} />
          <p>{t("deleteEffect")}</p>
          <div className="form-actions">
            <SubmitButton variant="danger">{t("deleteGroup", { name })}</SubmitButton>
            {back}
          </div>
        </PlainForm>
      ) : (
        <Banner tone="warn" title={t("stillUsedTitle")} action={back}>
          {t("stillUsed", { members: group.members, policies: group.policies, servers: group.servers })}
        </Banner>
      )}
    </>
  );
}
