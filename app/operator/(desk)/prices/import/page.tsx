import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FileField } from "@/components/forms/file-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { importPricesAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("priceBook");
  return { title: t("import") };
}

export default async function ImportPricesPage() {
  await requireOperatorContext();
  const t = await getTranslations("priceBook");
  return (
    <>
      <PageHeader
        title={t("import")}
        lead={t("importLead")}
        breadcrumb={[{ href: paths.operator.prices(), label: t("title") }]}
        action={
          <ButtonLink href={paths.operator.exportPrices("csv")} download>
            {t("template")}
          </ButtonLink>
        }
      />
      <PlainForm
        action={importPricesAction}
        labels={{ file: t("file"), text: t("text") }}
        idempotencyKey={newId()}
        className="max-w-200"
      >
        <FileField name="file" accept=".csv,.json" hint={t("fileHint")} />
        <TextareaField name="text" hint={t("textHint")} rows={12} mono />
        <div className="form-actions">
          <SubmitButton name="intent" value="check" variant="secondary">
            {t("check")}
          </SubmitButton>
          <SubmitButton name="intent" value="import">
            {t("import")}
          </SubmitButton>
        </div>
      </PlainForm>
    </>
  );
}
