import { getTranslations } from "next-intl/server";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { UserNameHint } from "@/app/(front)/_components/user-name-hint";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import type { SubAccountRules } from "@/lib/domain/sign-in/password-policy-rules";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  action: FormAction;
  userName: string;
  contextWords: readonly string[];
  rules?: SubAccountRules | undefined;
  /** The session's id: a new one after a change empties the form. */
  session: string | null;
}

export async function ChangePasswordForm({ action, userName, contextWords, rules, session }: Props) {
  const t = await getTranslations();
  return (
    <Section id="change-password" title={t("mySignIn.password")} lead={t("mySignIn.passwordLead")}>
      <RuleMessages>
        <PlainForm
          key={session}
          action={action}
          labels={{ current: t("doors.currentPassword"), password: t("doors.newPassword") }}
        >
          <UserNameHint name={userName} />
          <PasswordField name="current" required autoComplete="current-password" />
          <NewPasswordField contextWords={contextWords} rules={rules} />
          <div className="form-actions">
            <SubmitButton>{t("mySignIn.changePassword")}</SubmitButton>
          </div>
        </PlainForm>
      </RuleMessages>
    </Section>
  );
}
