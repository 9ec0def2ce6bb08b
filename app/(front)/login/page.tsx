import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PasskeyAsk } from "@/app/_components/passkey-ask";
import { Field } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { paths, withReturn } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentRequest } from "@/lib/entrypoints/console/request-facts";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { DoorFrame } from "../_components/door-frame";
import { askPasskeyAtDoorAction, signInByPasskeyAction, signInRootUserAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.root.title")} · ${t("common.productName")}` };
}

export default async function RootUserDoor({ searchParams }: { searchParams: SearchParams }) {
  const next = await readNext(searchParams);
  const session = await currentSession();
  if (session?.kind === "account" && session.ctx.actor.type === "root-user") redirect(next ?? paths.home());
  const t = await getTranslations("doors");
  return (
    <DoorFrame
      title={t("root.title")}
      lead={t("root.lead")}
      links={[
        { href: paths.forgotten(), label: t("links.forgotten") },
        { href: withReturn(paths.landing(), next), label: t("links.subAccount") },
        { href: paths.signUp(), label: t("links.signUp") },
      ]}
    >
      <PlainForm action={signInRootUserAction} labels={{ name: t("email"), password: t("password") }}>
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
        pass={signInByPasskeyAction}
        passFields={{ next: next ?? "" }}
        quiet
      />
    </DoorFrame>
  );
}
