import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { FileField } from "@/components/forms/file-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { billResource } from "@/lib/authorization/resources";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { checkBillFileAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("check.title")} · ${account.alias}` };
}

/** Whoever was handed a bill as a file asks here whether it is what the books say. */
export default async function CheckBillFilePage() {
  const ctx = await requireConsoleContext();
  const t = await getTranslations("finance");
  const from = mayDo(ctx, "bss:ExportBill", billResource(ctx))
    ? { href: paths.bills.list(), label: t("bills") }
    : { href: paths.spend(), label: t("spend") };
  return (
    <>
      <Flash />
      <PageHeader title={t("check.title")} lead={t("check.lead")} breadcrumb={[from]} />
      <PlainForm action={checkBillFileAction} labels={{ file: t("check.file") }} className="panel max-w-160">
        <FileField name="file" accept=".csv" hint={t("check.hint")} required />
        <div className="form-actions">
          <SubmitButton>{t("check.submit")}</SubmitButton>
        </div>
      </PlainForm>
    </>
  );
}
