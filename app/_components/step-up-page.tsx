import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { Field } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import type { StepUpView } from "@/lib/domain/second-factors/queries";
import type { FormAction } from "@/lib/foundation/form-state";
import { CodeField } from "./code-field";
import { PasskeyAsk } from "./passkey-ask";

interface Props {
  stepUp: StepUpView;
  owner: string;
  note?: string;
  mySignInPath: string;
  requestId: string;
  ask: FormAction;
  pass: FormAction;
  send: FormAction;
}

/** Asks for a fresh proof, and says what for; every way the person has, the strongest first. */
export async function StepUpPage({ stepUp, owner, note, mySignInPath, requestId, ask, pass, send }: Props) {
  const { id, purpose, methods, returnPath, hadFile } = stepUp;
  const t = await getTranslations("stepUp");
  const factorWords = await getTranslations("secondFactor");
  const byCode = methods.find((method) => method === "code" || method === "password-code");
  return (
    <DoorFrame
      title={t("title")}
      owner={owner}
      {...(note !== undefined && { note })}
      lead={t(`why.${purpose}`)}
      links={[{ href: returnPath, label: t("back") }]}
    >
      {hadFile ? (
        <div className="mt-4">
          <Banner tone="warn">{t("fileDropped")}</Banner>
        </div>
      ) : null}
      {methods.length === 0 ? (
        <div className="mt-4">
          <Banner
            tone="warn"
            title={t("noMeans")}
            action={<ButtonLink href={mySignInPath}>{t("toMySignIn")}</ButtonLink>}
          >
            {t("noMeansLead")}
          </Banner>
        </div>
      ) : null}
      {methods.includes("passkey") ? (
        <PasskeyAsk requestId={requestId} begin={ask} pass={pass} fields={{ id }} passFields={{ method: "passkey" }} />
      ) : null}
      {methods.includes("totp") ? (
        <PlainForm action={pass} id="by-totp" labels={{ code: factorWords("appCode") }}>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="method" value="totp" />
          <CodeField />
          <SubmitButton>{t("submit")}</SubmitButton>
        </PlainForm>
      ) : null}
      {methods.includes("recovery-code") ? (
        <details className="mt-6">
          <summary className="btn-link">{factorWords("byRecoveryCode")}</summary>
          <PlainForm action={pass} id="by-recovery" labels={{ code: factorWords("recoveryCode") }}>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="method" value="recovery-code" />
            <Field name="code" mono required maxLength={64} autoComplete="off" hint={factorWords("recoveryCodeHint")} />
            <SubmitButton>{t("submit")}</SubmitButton>
          </PlainForm>
        </details>
      ) : null}
      {methods.includes("password") ? (
        <PlainForm action={pass} id="by-password" labels={{ password: t("password") }}>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="method" value="password" />
          <PasswordField name="password" required autoComplete="current-password" />
          <SubmitButton>{t("submit")}</SubmitButton>
        </PlainForm>
      ) : null}
      {byCode ? <ByCode stepUp={stepUp} method={byCode} pass={pass} send={send} /> : null}
    </DoorFrame>
  );
}

interface ByCodeProps {
  stepUp: StepUpView;
  method: "code" | "password-code";
  pass: FormAction;
  send: FormAction;
}

async function ByCode({ stepUp: { id, channels, codeSentBy }, method, pass, send }: ByCodeProps) {
  const t = await getTranslations("stepUp");
  const sentTo = channels.find(({ channel }) => channel === codeSentBy)?.to;
  return (
    <>
      {sentTo === undefined ? null : (
        <>
          <p className="mt-4 text-ink-2">{t("sent", { to: sentTo })}</p>
          <PlainForm action={pass} id="by-code" labels={{ password: t("password"), code: t("code") }}>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="method" value={method} />
            {method === "password-code" ? (
              <PasswordField name="password" required autoComplete="current-password" />
            ) : null}
            <CodeField />
            <SubmitButton>{t("submit")}</SubmitButton>
          </PlainForm>
        </>
      )}
      <section aria-labelledby="send-title" className="mt-6 grid gap-2">
        <h2 id="send-title" className="text-ink-2">
          {sentTo === undefined ? t("sendFirst") : t("sendAgain")}
        </h2>
        <PlainForm action={send} id="send" labels={{}}>
          <input type="hidden" name="id" value={id} />
          <div className="form-actions">
            {channels.map(({ channel, to }) => (
              <SubmitButton
                key={channel}
                variant={sentTo === undefined && channel === "mail" ? "primary" : "secondary"}
                name="channel"
                value={channel}
              >
                {t(channel === "sms" ? "sendSms" : "sendMail", { to })}
              </SubmitButton>
            ))}
          </div>
        </PlainForm>
        {channels.some(({ channel }) => channel === "sms") ? <p className="text-ink-2">{t("smsRisk")}</p> : null}
      </section>
    </>
  );
}
