import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type PolicyParams, policyRef } from "@/app/(console)/policies/_components/policy-ref";
import { policyTitle } from "@/app/(console)/policies/_components/policy-title";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPolicyForChange } from "@/lib/domain/policies/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { deletePolicyAction } from "./actions";

export async function generateMetadata({ params }: PolicyParams): Promise<Metadata> {
  return { title: await policyTitle((await params).name) };
}

export default async function DeletePolicyPage({ params }: PolicyParams) {
  const ctx = await requireConsoleContext();
  const { type, name } = await policyRef({ params });
  if (type !== "Custom") notFound();
  const { attachmentCount } = await forPage(getPolicyForChange(ctx, "ram:DeletePolicy", name));
  const t = await getTranslations("policies");
  return (
    <>
      <PageHeader
        title={t("deleteTitle", { name })}
        lead={t("deleteLead")}
        breadcrumb={[
          { href: paths.policies.list(), label: t("room") },
          { href: paths.policies.one("Custom", name), label: name },
        ]}
      />
      {attachmentCount > 0 ? <Banner tone="warn">{t("stillHeld", { count: attachmentCount })}</Banner> : null}
      <PlainForm action={deletePolicyAction} labels={{}} className="panel max-w-160">
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="cascade" value="on" />
        <div className="form-actions">
          <SubmitButton variant="danger">{t("deletePolicy", { name })}</SubmitButton>
          <ButtonLink href={paths.policies.one("Custom", name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
