import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { isSetUpLinkAlive } from "@/lib/domain/operators/set-up-link";
import { paths } from "@/lib/entrypoints/console/paths";
import { strangerContext } from "@/lib/entrypoints/console/require-context";
import { setUpOperatorAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.setUp.title")} · ${t("common.productName")}` };
}

export default async function SetUpOperator({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations("doors");
  const shell = await getTranslations("shell");
  if (!(await isSetUpLinkAlive(await strangerContext(), token))) {
    return (
      <DoorFrame
        title={t("setUp.deadTitle")}
        lead={t("setUp.dead")}
        note={shell("operator")}
        links={[{ href: paths.operatorDoor(), label: t("links.back") }]}
      >
        {null}
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t("setUp.title")} lead={t("setUp.lead")} note={shell("operator")}>
      <RuleMessages>
        <PlainForm
          action={setUpOperatorAction}
          labels={{ displayName: t("setUp.displayName"), email: t("email"), password: t("password") }}
        >
          <input type="hidden" name="token" value={token} />
          <Field name="displayName" required maxLength={64} autoComplete="name" />
          <Field name="email" type="email" required maxLength={254} autoComplete="username" />
          <NewPasswordField contextWords={[]} />
          <SubmitButton>{t("setUp.submit")}</SubmitButton>
        </PlainForm>
      </RuleMessages>
    </DoorFrame>
  );
}
