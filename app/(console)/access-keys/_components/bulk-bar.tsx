import { useTranslations } from "next-intl";
import { planKeyDisablingAction } from "@/app/(console)/bulk-runs/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectedCount } from "@/components/tables/selected-count";
import type { InventoryFilter } from "@/lib/domain/access-keys/schema";

export const bulkFormId = "bulk";

/** Disables the ticked keys, or all that the view shows: leads to a page that shows them first. */
export function BulkBar({ show }: Pick<InventoryFilter, "show">) {
  const t = useTranslations("bulkRuns");
  return (
    <section aria-label={t("keyBar")} className="mb-2">
      <PlainForm
        action={planKeyDisablingAction}
        id={bulkFormId}
        labels={{ all: t("allKeys"), ids: t("key") }}
        className="flex flex-row flex-wrap items-start gap-x-4 gap-y-2"
      >
        <input type="hidden" name="show" value={show} />
        <div className="pt-1">
          <CheckboxField name="all" />
        </div>
        <SubmitButton variant="secondary">{t("reviewKeys")}</SubmitButton>
        <SelectedCount form={bulkFormId} />
      </PlainForm>
    </section>
  );
}
