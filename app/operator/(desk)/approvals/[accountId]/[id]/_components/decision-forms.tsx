import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Section } from "@/components/ui/section";
import type { ApprovalView } from "@/lib/domain/approvals/presenter";
import type { ApprovalAddress } from "@/lib/domain/approvals/schema";
import { newId } from "@/lib/foundation/ids";
import { approveRequestAction, rejectRequestAction, withdrawRequestAction } from "../actions";

interface Props {
  address: ApprovalAddress;
  kind: ApprovalView["kind"];
  /** Whoever looks asked for it. */
  isOwn: boolean;
}

/** What may be done with an open request: by whoever asked, take it back; by everybody else, decide. */
export async function DecisionForms({ address: { accountId, id }, kind, isOwn }: Props) {
  const t = await getTranslations("approvals");
  const target = (
    <>
      <input type="hidden" name="accountId" value={accountId} />
      <input type="hidden" name="id" value={id} />
    </>
  );
  const declined = isOwn
    ? { action: withdrawRequestAction, title: t("withdraw"), lead: t("withdrawLead"), submit: t("withdrawRequest") }
    : { action: rejectRequestAction, title: t("reject"), lead: t("rejectLead"), submit: t(`kinds.${kind}.reject`) };
  return (
    <>
      {isOwn ? null : (
        <Section id="approve" title={t("approveTitle")} lead={t(`kinds.${kind}.approveLead`)}>
          <PlainForm action={approveRequestAction} labels={{}} idempotencyKey={newId()} id="approve-form">
            {target}
            <div className="form-actions">
              <SubmitButton>{t(`kinds.${kind}.approve`)}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      )}
      <Section id="decline" title={declined.title} lead={declined.lead}>
        <PlainForm action={declined.action} labels={{ reason: t("why") }} idempotencyKey={newId()} id="decline-form">
          {target}
          <TextareaField name="reason" rows={2} maxLength={500} required />
          <div className="form-actions">
            <SubmitButton variant="secondary">{declined.submit}</SubmitButton>
          </div>
        </PlainForm>
      </Section>
    </>
  );
}
