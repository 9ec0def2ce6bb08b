import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { UserNameHint } from "@/app/(front)/_components/user-name-hint";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { findResetLink } from "@/lib/domain/sign-in/reset-password";
import { paths } from "@/lib/entrypoints/console/paths";
import { strangerContext } from "@/lib/entrypoints/console/require-context";
import { resetPasswordAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.reset.title")} · ${t("common.productName")}` };
}

/** Showing the form uses nothing up: mail scanners open links. */
export default async function ResetPassword({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await findResetLink(await strangerContext(), token);
  const t = await getTranslations("doors");
  if (!link) {
    return (
      <DoorFrame
        title={t("reset.deadTitle")}
        lead={t("reset.dead")}
        links={[{ href: paths.landing(), label: t("links.back") }]}
      >
        <div className="form-actions mt-6">
          <ButtonLink href={paths.forgotten()} variant="primary">
            {t("reset.askAgain")}
          </ButtonLink>
        </div>
      </DoorFrame>
    );
  }
  const { name, alias, passwordPolicy } = link;
  const rules = passwordPolicy && { passwordPolicy, userName: name };
  return (
    <DoorFrame title={t("reset.title")} owner={alias} lead={t("reset.lead", { name })}>
      <RuleMessages>
        <PlainForm action={resetPasswordAction} labels={{ password: t("newPassword") }}>
          <input type="hidden" name="token" value={token} />
          <UserNameHint name={name} />
          <NewPasswordField contextWords={[name, alias ?? ""]} rules={rules} />
          <SubmitButton>{t("reset.submit")}</SubmitButton>
        </PlainForm>
      </RuleMessages>
    </DoorFrame>
  );
}
