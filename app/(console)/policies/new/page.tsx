import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getPolicyTerms } from "@/lib/domain/policies/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { policyTitle } from "../_components/policy-title";
import { createPolicyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await policyTitle((await getTranslations("policies"))("createTitle")) };
}

const example = `{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ram:Get*", "ram:List*"],
      "Resource": "*"
    }
  ]
}`;

export default async function CreatePolicyPage() {
  const ctx = await requireConsoleContext();
  const { nameMax, documentMax } = await forPage(getPolicyTerms(ctx));
  const t = await getTranslations("policies");
  return (
    <>
      <PageHeader
        title={t("createTitle")}
        lead={t("createLead")}
        breadcrumb={[{ href: paths.policies.list(), label: t("room") }]}
      />
      <PlainForm
        action={createPolicyAction}
        labels={{ name: t("name"), description: t("description"), document: t("document") }}
        initial={{ document: example }}
        idempotencyKey={newId()}
        className="panel"
      >
        <Field name="name" hint={t("nameHint")} required maxLength={nameMax} autoComplete="off" className="max-w-160" />
        <Field name="description" maxLength={1024} autoComplete="off" className="max-w-160" />
        <TextareaField
          name="document"
          hint={t("documentHint", { max: documentMax })}
          required
          mono
          rows={20}
          spellCheck={false}
        />
        <div className="form-actions">
          <SubmitButton>{t("create")}</SubmitButton>
          <ButtonLink href={paths.policies.list()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
