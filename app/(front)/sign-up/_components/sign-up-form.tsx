"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { ActionForm } from "@/components/forms/action-form";
import { Field } from "@/components/forms/field";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useActionForm } from "@/components/forms/use-action-form";
import { AccountName, accountNameLength } from "@/lib/domain/accounts/account-name-rules";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUpAction } from "../actions";

interface Props {
  labels: Record<string, string>;
  channels: { value: string; label: string }[];
}

export function SignUpForm({ labels, channels }: Props) {
  const t = useTranslations("doors.signUp");
  const form = useActionForm(SignUpInput, signUpAction, { channel: channels[0]?.value ?? "mail" });
  const [accountName, setAccountName] = useState("");
  const [companyName, setCompanyName] = useState("");
  const nameHint = AccountName.safeParse(accountName).success
    ? t("accountNamePreview", { name: accountName })
    : t("accountNameHint");
  return (
    <ActionForm form={form} labels={labels}>
      <Field
        name="companyName"
        hint={t("companyNameHint")}
        required
        maxLength={64}
        autoComplete="organization"
        onText={setCompanyName}
      />
      <Field
        name="accountName"
        hint={nameHint}
        mono
        required
        maxLength={accountNameLength.max}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onText={setAccountName}
      />
      <Field name="email" type="email" hint={t("emailHint")} required maxLength={254} autoComplete="email" />
      <Field name="phone" type="tel" hint={t("phoneHint")} required maxLength={40} autoComplete="tel" />
      <NewPasswordField contextWords={[accountName, companyName]} />
      {channels.length > 1 ? (
        <RadioField name="channel" options={channels} />
      ) : (
        <input type="hidden" name="channel" value={channels[0]?.value ?? "mail"} />
      )}
      <SubmitButton>{t("submit")}</SubmitButton>
    </ActionForm>
  );
}
