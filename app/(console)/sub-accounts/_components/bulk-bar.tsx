import { getTranslations } from "next-intl/server";
import { planBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectedCount } from "@/components/tables/selected-count";
import type { BulkAct } from "@/lib/domain/bulk-runs/schema";
import { narrowing, type SubAccountFilter } from "@/lib/domain/sub-accounts/schema";

export const bulkFormId = "bulk";

interface Props {
  /** What the caller may do of it. */
  acts: readonly BulkAct[];
  view: SubAccountFilter;
  /** How many the filter finds, where that is known. */
  count: number | undefined;
}

/** What to do with the ticked rows, or with all that the filter finds: leads to a page that shows it first. */
export async function BulkBar({ acts, view, count }: Props) {
  const t = await getTranslations("bulkRuns");
  const labels = { act: t("act"), all: count === undefined ? t("allUnknown") : t("all", { count }), names: t("name") };
  return (
    <section aria-label={t("bulkBar")} className="mb-2">
      <PlainForm
        action={planBulkRunAction}
        id={bulkFormId}
        labels={labels}
        className="grid gap-2 sm:flex sm:flex-row sm:flex-wrap sm:items-start sm:gap-x-4"
      >
        {narrowing.map((name) => (
          <input key={name} type="hidden" name={name} value={view[name]} />
        ))}
        <SelectField
          name="act"
          required
          options={[{ value: "", label: t("choose") }, ...acts.map((act) => ({ value: act, label: t(`acts.${act}`) }))]}
        />
        <div className="sm:pt-7">
          <CheckboxField name="all" />
        </div>
        <div className="sm:pt-6">
          <SubmitButton variant="secondary">{t("review")}</SubmitButton>
        </div>
        <SelectedCount form={bulkFormId} />
      </PlainForm>
    </section>
  );
}
