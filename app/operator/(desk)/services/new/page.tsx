import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { issueServiceKeyAction } from "@/app/operator/(desk)/services/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { scopeBoxes } from "@/lib/domain/service-keys/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serviceKeys"))("issueTitle") };
}

export default async function NewServicePage() {
  const { requestId } = await requireOperatorContext();
  const t = await getTranslations("serviceKeys");
  const nameOf = (scope: string) => t(`scopeNames.${scope.replace(":", "-")}` as "scopeNames.authorize");
  const boxes = scopeBoxes.map(({ scope, field }) => [field, nameOf(scope)]);
  return (
    <>
      <PageHeader title={t("issueTitle")} breadcrumb={[{ href: paths.operator.services(), label: t("title") }]} />
      <PlainForm
        action={issueServiceKeyAction}
        idempotencyKey={requestId}
        labels={{ name: t("name"), services: t("services"), ...Object.fromEntries(boxes) }}
        className="panel max-w-160"
      >
        <Field name="name" hint={t("nameHint")} required mono maxLength={64} autoComplete="off" />
        <Field name="services" hint={t("servicesHint")} required mono maxLength={256} autoComplete="off" />
        <fieldset className="grid gap-2">
          <legend className="field-label">{t("scopesTitle")}</legend>
          <p className="field-message">{t("scopesHint")}</p>
          {scopeBoxes.map(({ scope, field }) => (
            <CheckboxField key={field} name={field} hint={<code className="font-mono">{scope}</code>} />
          ))}
        </fieldset>
        <div className="form-actions">
          <SubmitButton>{t("issue")}</SubmitButton>
          <ButtonLink href={paths.operator.services()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
