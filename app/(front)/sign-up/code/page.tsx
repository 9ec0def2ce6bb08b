import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { findSignUp } from "@/lib/domain/accounts/sign-up";
import { codeChannels } from "@/lib/domain/accounts/sign-up-code";
import { paths } from "@/lib/entrypoints/console/paths";
import type { SearchParams } from "@/lib/entrypoints/console/read-next";
import { strangerContext } from "@/lib/entrypoints/console/require-context";
import { readSignUpCookie } from "@/lib/entrypoints/console/sign-up-cookie";
import { confirmSignUpAction, resendSignUpCodeAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.code.title")} · ${t("common.productName")}` };
}

export default async function SignUpCode({ searchParams }: { searchParams: SearchParams }) {
  const token = await readSignUpCookie();
  const waiting = token ? await findSignUp(await strangerContext(), token) : undefined;
  if (!waiting) redirect(token ? `${paths.signUp()}?over` : paths.signUp());
  const bySms = (await searchParams).by === "sms";
  const t = await getTranslations("doors");
  const words = { mail: t("code.againByMail"), sms: t("code.againBySms") };
  return (
    <DoorFrame
      title={t("code.title")}
      owner={waiting.accountName}
      lead={t("code.lead", { to: bySms ? waiting.phone : waiting.email })}
      links={[{ href: paths.signUp(), label: t("code.startOver") }]}
    >
      <PlainForm action={confirmSignUpAction} id="confirm" labels={{ code: t("code.code") }}>
        <Field
          name="code"
          mono
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          minLength={6}
          maxLength={6}
          pattern="[0-9]{6}"
        />
        <SubmitButton>{t("code.submit")}</SubmitButton>
      </PlainForm>
      <section aria-labelledby="again" className="mt-8 grid gap-1 border-line border-t pt-6">
        <h2 id="again">{t("code.again")}</h2>
        <p className="text-ink-2">{t("code.againLead")}</p>
        <PlainForm action={resendSignUpCodeAction} id="resend" labels={{}}>
          <div className="form-actions">
            {codeChannels().map((channel) => (
              <SubmitButton key={channel} variant="secondary" name="channel" value={channel}>
                {words[channel]}
              </SubmitButton>
            ))}
          </div>
        </PlainForm>
      </section>
    </DoorFrame>
  );
}
