"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { Field } from "@/components/forms/field";
import { SelectField } from "@/components/forms/select-field";
import { TextareaField } from "@/components/forms/textarea-field";
import { useActionForm } from "@/components/forms/use-action-form";
import {
  documentTypes,
  type IdentityFields,
  SaveIdentityVerificationInput,
} from "@/lib/domain/identity-verification/schema";
import { saveIdentityVerificationAction } from "../actions";
import { DetailsButtons } from "./details-buttons";

export function PersonalForm({ initial }: { initial: IdentityFields }) {
  const t = useTranslations("identityVerification");
  const form = useActionForm(SaveIdentityVerificationInput, saveIdentityVerificationAction, initial);
  const labels = {
    legalName: t("fields.legalName"),
    documentType: t("fields.documentType"),
    documentNumber: t("fields.documentNumber"),
    address: t("fields.address"),
  };
  const types = documentTypes.map((value) => ({ value, label: t(`documentTypes.${value}`) }));
  return (
    <ActionForm form={form} labels={labels}>
      <input type="hidden" name="kind" value="personal" />
      <Field name="legalName" autoComplete="name" maxLength={100} hint={t("hints.legalName")} required />
      <div className="form-pair">
        <SelectField name="documentType" options={[{ value: "", label: t("choose") }, ...types]} required />
        <Field
          name="documentNumber"
          mono
          autoComplete="off"
          spellCheck={false}
          hint={t("hints.documentNumber")}
          required
        />
      </div>
      <TextareaField name="address" autoComplete="street-address" maxLength={300} required />
      <DetailsButtons />
    </ActionForm>
  );
}
