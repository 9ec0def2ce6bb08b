import { getTranslations } from "next-intl/server";
import { planBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectedCount } from "@/components/tables/selected-count";
import type { BulkAct } from "@/lib/domain/bulk-runs/schema";
import type { ListedFinding } from "@/lib/domain/security-overview/schema";

export const fixFormId = "fix";

const fixOf: Record<ListedFinding, BulkAct> = {
  withoutSecondFactor: "require-factor",
  idle: "disable",
  oldPassword: "require-change",
  neverSignedIn: "reset",
};

/** What mends a finding, for the ticked or for everybody it names: leads to the draft of a bulk run. */
export async function FixBar({ finding }: { finding: ListedFinding }) {
  const [t, bulk] = await Promise.all([getTranslations("securityOverview.list"), getTranslations("bulkRuns")]);
  return (
    <section aria-label={t("fixBar")} className="mb-2">
      <PlainForm
        action={planBulkRunAction}
        id={fixFormId}
        labels={{ all: t("fixAll"), names: bulk("name") }}
        className="flex flex-row flex-wrap items-start gap-x-4 gap-y-2"
      >
        <input type="hidden" name="act" value={fixOf[finding]} />
        <input type="hidden" name="finding" value={finding} />
        <div className="pt-1">
          <CheckboxField name="all" />
        </div>
        <SubmitButton variant="secondary">{t(`fix.${finding}`)}</SubmitButton>
        <SelectedCount form={fixFormId} />
      </PlainForm>
    </section>
  );
}
