import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { listInventory } from "@/lib/domain/access-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { disableLeakedKeysAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("accessKeys"), requireConsoleContext()]);
  return { title: `${t("leakedTitle")} · ${account.alias}` };
}

export default async function LeakedKeysPage() {
  const ctx = await requireConsoleContext();
  await forPage(listInventory(ctx, { show: "all", cursor: undefined }));
  const t = await getTranslations("accessKeys");
  return (
    <>
      <Flash />
      <PageHeader
        title={t("leakedTitle")}
        lead={t("leakedLead")}
        breadcrumb={[{ href: paths.accessKeys.list(), label: t("room") }]}
      />
      <PlainForm action={disableLeakedKeysAction} labels={{ text: t("leakedText") }} className="panel max-w-160">
        <TextareaField
          name="text"
          hint={t("leakedHint")}
          rows={8}
          required
          maxLength={50_000}
          mono
          autoComplete="off"
          spellCheck={false}
        />
        <div className="form-actions">
          <SubmitButton variant="danger">{t("leakedSubmit")}</SubmitButton>
          <ButtonLink href={paths.accessKeys.list()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
