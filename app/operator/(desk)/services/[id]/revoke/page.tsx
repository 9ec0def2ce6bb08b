import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { revokeServiceKeyAction } from "@/app/operator/(desk)/services/actions";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { getServiceKey } from "@/lib/domain/service-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serviceKeys"))("revoke") };
}

export default async function RevokeServicePage({ params }: PageProps<"/operator/services/[id]/revoke">) {
  const ctx = await requireOperatorContext();
  const key = await forPage(getServiceKey(ctx, (await params).id));
  const t = await getTranslations("serviceKeys");
  const { lastUsedAt, lastUsedIp: ip } = key;
  const back = <ButtonLink href={paths.operator.services()}>{t("cancel")}</ButtonLink>;
  return (
    <>
      <PageHeader
        title={t("revokeTitle", { name: key.name })}
        breadcrumb={[{ href: paths.operator.services(), label: t("title") }]}
        lead={lastUsedAt ? t.rich("lastUse", { when: () => <Time at={lastUsedAt} exact />, ip }) : t("notUsed")}
      />
      {key.revokedAt ? (
        <Banner tone="info" title={t("revoked")} action={back} />
      ) : (
        <>
          <Banner tone="danger" title={t("revokeWarning")}>
            {t("revokeText")}
          </Banner>
          <PlainForm action={revokeServiceKeyAction} labels={{ typedName: t("typeName") }} className="panel max-w-160">
            <input type="hidden" name="id" value={key.id} />
            <Field
              name="typedName"
              hint={t("typeNameHint", { name: key.name })}
              required
              mono
              maxLength={64}
              autoComplete="off"
            />
            <div className="form-actions">
              <SubmitButton variant="final">{t("revoke")}</SubmitButton>
              {back}
            </div>
          </PlainForm>
        </>
      )}
    </>
  );
}
