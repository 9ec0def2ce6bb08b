import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PasskeyAsk } from "@/app/_components/passkey-ask";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { askPasskeyAtDoorAction } from "@/app/(front)/login/actions";
import { Field } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { paths } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentRequest } from "@/lib/entrypoints/console/request-facts";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { signInOperatorAction, signInOperatorByPasskeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.operator.title")} · ${t("common.productName")}` };
}

export default async function OperatorDoor({ searchParams }: { searchParams: SearchParams }) {
  const next = await readNext(searchParams);
  if ((await currentSession())?.kind === "operator") redirect(next ?? paths.operator.home());
  const t = await getTranslations("doors");
  const shell = await getTranslations("shell");
  return (
    <DoorFrame
      title={t("operator.title")}
      note={shell("operator")}
      links={[{ href: paths.landing(), label: t("links.account") }]}
    >
      <PlainForm action={signInOperatorAction} labels={{ name: t("email"), password: t("password") }}>
        <input type="hidden" name="next" value={next ?? ""} />
        <Field
          name="name"
          type="email"
          required
          maxLength={254}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordField name="password" required autoComplete="current-password" />
        <SubmitButton>{t("signIn")}</SubmitButton>
      </PlainForm>
      <PasskeyAsk
        requestId={(await currentRequest()).requestId}
        begin={askPasskeyAtDoorAction}
        pass={signInOperatorByPasskeyAction}
        passFields={{ next: next ?? "" }}
        quiet
      />
    </DoorFrame>
  );
}
