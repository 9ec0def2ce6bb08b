import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { type PolicyParams, policyRef } from "@/app/(console)/policies/_components/policy-ref";
import { policyTitle } from "@/app/(console)/policies/_components/policy-title";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPolicyForChange } from "@/lib/domain/policies/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { createPolicyVersionAction } from "./actions";

export async function generateMetadata({ params }: PolicyParams): Promise<Metadata> {
  return { title: await policyTitle((await params).name) };
}

export default async function EditPolicyPage({ params }: PolicyParams) {
  const ctx = await requireConsoleContext();
  const { type, name } = await policyRef({ params });
  if (type !== "Custom") notFound();
  const { current, isFull, reached } = await forPage(getPolicyForChange(ctx, "ram:CreatePolicyVersion", name));
  const t = await getTranslations("policies");
  return (
    <>
      <PageHeader
        title={t("editTitle", { name })}
        lead={t("editLead")}
        breadcrumb={[
          { href: paths.policies.list(), label: t("room") },
          { href: paths.policies.one("Custom", name), label: name },
        ]}
      />
      <Banner tone="info">{t("willReach", { count: reached })}</Banner>
      <PlainForm
        action={createPolicyVersionAction}
        labels={{ document: t("document"), setAsDefault: t("setAsDefault"), rotate: t("rotate") }}
        initial={{ document: current.document, setAsDefault: "on", rotate: isFull ? "on" : "" }}
        idempotencyKey={newId()}
        className="panel mt-4"
      >
        <input type="hidden" name="name" value={name} />
        <TextareaField name="document" required mono rows={20} spellCheck={false} />
        <CheckboxField name="setAsDefault" hint={t("setAsDefaultHint", { count: reached })} />
        {isFull ? <CheckboxField name="rotate" hint={t("rotateHint")} /> : null}
        <div className="form-actions">
          <SubmitButton>{t("saveVersion")}</SubmitButton>
          <ButtonLink href={paths.policies.one("Custom", name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
