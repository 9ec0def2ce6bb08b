import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { UserNameHint } from "@/app/(front)/_components/user-name-hint";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { replaceFirstPasswordAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const { account } = await requireConsoleContext({ whileResetting: true });
  const t = await getTranslations("doors.forced");
  return { title: `${t("title")} · ${account.alias}` };
}

/** Until a password of one's own is set, this page and signing out are all there is. */
export default async function NewPassword() {
  const { account, actor, passwordResetRequired } = await requireConsoleContext({ whileResetting: true });
  if (!passwordResetRequired) redirect(paths.mySignIn());
  const t = await getTranslations("doors");
  const { companyName, name, alias } = account;
  return (
    <DoorFrame
      title={t("forced.title")}
      owner={`${companyName} · ${name}#${actor.name}`}
      lead={t("forced.lead")}
      end={
        <form method="post" action={paths.signOut()}>
          <Button type="submit" variant="link">
            {t("forced.signOut")}
          </Button>
        </form>
      }
    >
      <RuleMessages>
        <PlainForm
          action={replaceFirstPasswordAction}
          labels={{ current: t("currentPassword"), password: t("newPassword") }}
        >
          <UserNameHint name={actor.name} />
          <PasswordField name="current" required autoComplete="current-password" hint={t("forced.currentHint")} />
          <NewPasswordField
            contextWords={[companyName, name, alias, actor.name]}
            rules={{ passwordPolicy: account.passwordPolicy, userName: actor.name }}
          />
          <SubmitButton>{t("forced.submit")}</SubmitButton>
        </PlainForm>
      </RuleMessages>
    </DoorFrame>
  );
}
