"use client";

import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/forms/action-form";
import { Field } from "@/components/forms/field";
import { SelectField } from "@/components/forms/select-field";
import { TextareaField } from "@/components/forms/textarea-field";
import { useActionForm } from "@/components/forms/use-action-form";
import {
  type IdentityFields,
  registrationTypes,
  SaveIdentityVerificationInput,
} from "@/lib/domain/identity-verification/schema";
import { saveIdentityVerificationAction } from "../actions";
import { DetailsButtons } from "./details-buttons";

export function EnterpriseForm({ initial }: { initial: IdentityFields }) {
  const t = useTranslations("identityVerification");
  const form = useActionForm(SaveIdentityVerificationInput, saveIdentityVerificationAction, initial);
  const labels = {
    companyName: t("fields.companyName"),
    registrationType: t("fields.registrationType"),
    registrationNumber: t("fields.registrationNumber"),
    legalRepresentative: t("fields.legalRepresentative"),
    address: t("fields.address"),
    contactName: t("fields.contactName"),
    contactPhone: t("fields.contactPhone"),
  };
  const types = registrationTypes.map((value) => ({ value, label: t(`registrationTypes.${value}`) }));
  return (
    <ActionForm form={form} labels={labels}>
      <input type="hidden" name="kind" value="enterprise" />
      <Field name="companyName" autoComplete="organization" maxLength={200} hint={t("hints.companyName")} required />
      <div className="form-pair">
        <SelectField name="registrationType" options={[{ value: "", label: t("choose") }, ...types]} required />
        <Field
          name="registrationNumber"
          mono
          autoComplete="off"
          spellCheck={false}
          hint={t("hints.registrationNumber")}
          required
        />
      </div>
      <Field
        name="legalRepresentative"
        autoComplete="off"
        maxLength={100}
        hint={t("hints.legalRepresentative")}
        required
      />
      <TextareaField name="address" autoComplete="street-address" maxLength={300} required />
      <div className="form-pair">
        <Field name="contactName" autoComplete="name" maxLength={100} hint={t("hints.contactName")} required />
        <Field name="contactPhone" type="tel" autoComplete="tel" hint={t("hints.contactPhone")} required />
      </div>
      <DetailsButtons />
    </ActionForm>
  );
}
