import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Section } from "@/components/ui/section";
import type { IdentityReview } from "@/lib/domain/identity-verification/review-identity-verification";
import { documentRejectionCodes, rejectionCodes } from "@/lib/domain/identity-verification/schema";
import { approveIdentityVerificationAction, rejectIdentityVerificationAction } from "../actions";

/** One primary act; the refusal stands below it with its reasons, always open so that nothing typed hides. */
export async function DecisionSection({ review: { account, submission } }: { review: IdentityReview }) {
  const t = await getTranslations("identityVerification");
  const target = (
    <>
      <input type="hidden" name="accountId" value={account.accountId} />
      <input type="hidden" name="verificationId" value={submission.id} />
    </>
  );
  const slots = submission.documents.flatMap(({ slot, document }) => (document ? [slot] : []));
  const labels: Record<string, string> = { reason: t("review.reason"), note: t("review.note") };
  for (const slot of slots) {
    labels[slot] = t(`slots.${slot}`);
    labels[`${slot}-note`] = t("review.documentNote", { slot: t(`slots.${slot}`) });
  }
  const reasons = rejectionCodes.map((value) => ({ value, label: t(`reasons.${value}`) }));
  const documentReasons = documentRejectionCodes.map((value) => ({ value, label: t(`documentReasons.${value}`) }));
  return (
    <>
      <Section id="approve" title={t("review.decision")} lead={t("review.approveLead", { name: account.name })}>
        <PlainForm action={approveIdentityVerificationAction} labels={{}} id="approval">
          {target}
          <div className="form-actions">
            <SubmitButton>{t("review.approve")}</SubmitButton>
          </div>
        </PlainForm>
      </Section>
      <Section id="reject" title={t("review.reject")} lead={t("review.rejectLead")}>
        <PlainForm action={rejectIdentityVerificationAction} labels={labels}>
          {target}
          <SelectField name="reason" options={[{ value: "", label: t("choose") }, ...reasons]} required />
          <TextareaField name="note" maxLength={500} rows={2} />
          {slots.map((slot) => (
            <fieldset key={slot}>
              <legend className="mb-2 font-semibold">{t(`slots.${slot}`)}</legend>
              <div className="form-pair">
                <SelectField
                  name={slot}
                  label={t("review.objection")}
                  options={[{ value: "", label: t("review.accepted") }, ...documentReasons]}
                />
                <Field name={`${slot}-note`} label={t("review.shortNote")} maxLength={500} autoComplete="off" />
              </div>
            </fieldset>
          ))}
          <div className="form-actions">
            <SubmitButton variant="danger">{t("review.reject")}</SubmitButton>
          </div>
        </PlainForm>
      </Section>
    </>
  );
}
