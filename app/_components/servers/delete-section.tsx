import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import type { FormAction } from "@/lib/foundation/form-state";

export async function DeleteSection({ name, which, action }: { name: string; which: ReactNode; action: FormAction }) {
  const t = await getTranslations("servers");
  return (
    <Section id="delete" title={t("deleteTitle")} lead={t("deleteLead")}>
      <PlainForm action={action} labels={{ typedName: t("typeName") }} id="delete-server" className="panel max-w-160">
        {which}
        <Field name="typedName" hint={name} required mono maxLength={64} autoComplete="off" />
        <div className="form-actions">
          <SubmitButton variant="final">{t("delete")}</SubmitButton>
        </div>
      </PlainForm>
    </Section>
  );
}
