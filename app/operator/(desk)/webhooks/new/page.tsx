import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecretShown } from "@/app/_components/webhooks/secret-shown";
import { VerifySection } from "@/app/_components/webhooks/verify-section";
import { WebhookForm } from "@/app/_components/webhooks/webhook-form";
import { createServiceEndpointAction } from "@/app/operator/(desk)/webhooks/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PageHeader } from "@/components/ui/page-header";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("createTitle") };
}

export default async function NewServiceEndpointPage() {
  const { requestId } = await requireOperatorContext();
  const t = await getTranslations("webhooks");
  const shown = takeShownOnce(requestId);
  const list = paths.operator.webhooks.list();
  return (
    <>
      <PageHeader
        title={t("createTitle")}
        lead={shown ? undefined : t("createLeadOperator")}
        breadcrumb={[{ label: t("title"), href: list }]}
      />
      {shown ? (
        <>
          <SecretShown secret={shown} onHref={list} />
          <VerifySection />
        </>
      ) : (
        <WebhookForm
          action={createServiceEndpointAction}
          cancelHref={list}
          labels={{ name: t("name"), isPrivate: t("isPrivate") }}
        >
          <Field name="name" hint={t("nameHint")} required mono maxLength={64} autoComplete="off" />
          <CheckboxField name="isPrivate" hint={t("isPrivateHint")} />
        </WebhookForm>
      )}
    </>
  );
}
