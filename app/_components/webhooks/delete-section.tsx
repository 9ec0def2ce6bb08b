import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import type { FormAction } from "@/lib/foundation/form-state";

/** Behind a fold, with what it takes along: one press too many deletes nothing. */
export async function DeleteSection({ id, action }: { id: string; action: FormAction }) {
  const t = await getTranslations("webhooks");
  return (
    <Section id="delete" title={t("deleteTitle")} lead={t("deleteLead")}>
      <details>
        <summary className="btn-link">{t("deleteAsk")}</summary>
        <PlainForm action={action} labels={{}} id="delete-webhook" className="mt-2 justify-items-start">
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="final">{t("delete")}</SubmitButton>
        </PlainForm>
      </details>
    </Section>
  );
}
