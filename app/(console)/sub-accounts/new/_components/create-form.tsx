"use client";

import { useTranslations } from "next-intl";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { RadioField } from "@/components/forms/radio-field";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { useActionForm } from "@/components/forms/use-action-form";
import { ButtonLink } from "@/components/ui/button-link";
import type { SubAccountRules } from "@/lib/domain/sign-in/password-policy-rules";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import type { FormAction } from "@/lib/foundation/form-state";
import { NameField } from "./name-field";

interface Props {
  action: FormAction;
  account: string;
  idempotencyKey: string;
  /** Of the account; the name is not known yet. */
  rules: SubAccountRules;
  nameCheck: string;
  cancelHref: string;
}

const initial = { consoleSignIn: "on", passwordChoice: "generate", mustChange: "on", keyExpiresInDays: "90" };

export function CreateForm({ action, account, idempotencyKey, rules, nameCheck, cancelHref }: Props) {
  const t = useTranslations("subAccounts");
  const form = useActionForm(CreateSubAccountInput, action, initial);
  const labels = {
    name: t("name"),
    displayName: t("displayName"),
    email: t("email"),
    phone: t("phone"),
    note: t("note"),
    labels: t("labels"),
    consoleSignIn: t("consoleSignIn"),
    passwordChoice: t("passwordChoice"),
    password: t("password"),
    mustChange: t("mustChange"),
    accessKey: t("accessKey"),
    keyExpiresInDays: t("keyExpiresInDays"),
  };
  return (
    <ActionForm form={form} labels={labels} idempotencyKey={idempotencyKey} className="panel group/form max-w-160">
      <NameField account={account} typed={form.state.values.name ?? ""} nameCheck={nameCheck} />
      <h2 className="mt-4 text-section">{t("person")}</h2>
      <Field name="displayName" hint={t("displayNameHint")} maxLength={64} autoComplete="off" />
      <div className="form-pair">
        <Field name="email" type="email" hint={t("emailHint")} maxLength={254} autoComplete="off" />
        <Field name="phone" type="tel" hint={t("phoneHint")} maxLength={40} autoComplete="off" />
      </div>
      <TextareaField name="note" hint={t("noteHint")} rows={2} maxLength={500} />
      <TextareaField name="labels" hint={t("labelsHint")} rows={2} maxLength={4096} />
      <h2 className="mt-4 text-section">{t("signIn")}</h2>
      <CheckboxField name="consoleSignIn" hint={t("consoleSignInHint")} />
      {/* Shown by what is ticked, in CSS: the same without JavaScript. */}
      <div className="hidden gap-4 group-has-[[name=consoleSignIn]:checked]/form:grid">
        <RadioField
          name="passwordChoice"
          required
          options={[
            { value: "generate", label: t("generate"), hint: t("generateHint") },
            { value: "link", label: t("link"), hint: t("linkHint") },
            { value: "set", label: t("set") },
          ]}
        />
        <div className="hidden gap-4 group-has-[[value=set]:checked]/form:grid">
          <NewPasswordField
            contextWords={[account]}
            rules={rules}
            required={false}
            className="[&_.field-optional]:hidden"
          />
          <CheckboxField name="mustChange" />
        </div>
      </div>
      <h2 className="mt-4 text-section">{t("accessKeyTitle")}</h2>
      <CheckboxField name="accessKey" hint={t("accessKeyHint")} />
      <div className="hidden gap-4 group-has-[[name=accessKey]:checked]/form:grid">
        <SelectField
          name="keyExpiresInDays"
          options={["30", "90", "180", "365", "none"].map((value) => ({
            value,
            label: value === "none" ? t("keyNever") : t("keyDays", { days: Number(value) }),
          }))}
        />
      </div>
      <div className="form-actions">
        <SubmitButton>{t("create")}</SubmitButton>
        <ButtonLink href={cancelHref}>{t("cancel")}</ButtonLink>
      </div>
    </ActionForm>
  );
}
