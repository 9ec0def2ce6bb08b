"use client";

import { ActionForm } from "@/components/forms/action-form";
import { FileField } from "@/components/forms/file-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { type DocumentSlot, UploadIdentityDocumentInput } from "@/lib/domain/identity-verification/schema";
import { uploadIdentityDocumentAction } from "../actions";

interface Props {
  slot: DocumentSlot;
  label: string;
  hint: string;
  button: string;
}

/** One file, one request: each slot is sent by itself, so that a refusal loses no other file. */
export function UploadForm({ slot, label, hint, button }: Props) {
  const form = useActionForm(UploadIdentityDocumentInput, uploadIdentityDocumentAction);
  return (
    <ActionForm form={form} labels={{ file: label }} id={slot}>
      <input type="hidden" name="slot" value={slot} />
      <FileField name="file" accept=".pdf,.jpg,.jpeg,.png" hint={hint} required />
      <div className="form-actions">
        <SubmitButton variant="secondary">{button}</SubmitButton>
      </div>
    </ActionForm>
  );
}
