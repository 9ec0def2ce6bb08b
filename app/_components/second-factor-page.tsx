import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import type { ProofMethod } from "@/lib/domain/second-factors/rules";
import { paths } from "@/lib/entrypoints/console/paths";
import type { FormAction } from "@/lib/foundation/form-state";
import { CodeField } from "./code-field";
import { PasskeyAsk } from "./passkey-ask";
import { PasskeySetUp } from "./passkey-set-up";
import { TotpSetUp } from "./totp-set-up";

interface Props {
  owner: string;
  note?: string;
  next: string | undefined;
  /** undefined: one has to be set up first. */
  methods: ProofMethod[] | undefined;
  mayRemember: boolean;
  pass: FormAction;
  setUp: { requestId: string; begun: boolean; begin: FormAction; bind: FormAction };
  passkey: { ask: FormAction; begin: FormAction; bind: FormAction };
}

/** Between the password and the console: the second factor, or setting one up where it is required. */
export async function SecondFactorPage({ owner, note, next, methods, mayRemember, pass, setUp, passkey }: Props) {
  const t = await getTranslations("secondFactor");
  const pending = methods !== undefined;
  return (
    <DoorFrame
      title={t(pending ? "doorTitle" : "enrolTitle")}
      owner={owner}
      {...(note !== undefined && { note })}
      lead={t(pending ? "doorLead" : "enrolLead")}
      end={
        <form method="post" action={paths.signOut()}>
          <Button type="submit" variant="link">
            {t("signOut")}
          </Button>
        </form>
      }
    >
      {pending ? null : <Enrolment setUp={setUp} passkey={passkey} />}
      {methods?.includes("passkey") ? (
        <PasskeyAsk
          requestId={setUp.requestId}
          begin={passkey.ask}
          pass={pass}
          passFields={{ method: "passkey", next: next ?? "" }}
        />
      ) : null}
      {methods?.includes("totp") ? (
        <PlainForm action={pass} id="totp" labels={{ code: t("appCode"), remember: t("remember") }}>
          <input type="hidden" name="method" value="totp" />
          <input type="hidden" name="next" value={next ?? ""} />
          <CodeField />
          {mayRemember ? <CheckboxField name="remember" /> : null}
          <SubmitButton>{t("goOn")}</SubmitButton>
        </PlainForm>
      ) : null}
      {methods?.includes("recovery-code") ? (
        <details className="mt-6">
          <summary className="btn-link">{t("byRecoveryCode")}</summary>
          <PlainForm action={pass} id="recovery" labels={{ code: t("recoveryCode") }}>
            <input type="hidden" name="method" value="recovery-code" />
            <input type="hidden" name="next" value={next ?? ""} />
            <Field name="code" mono required maxLength={64} autoComplete="off" hint={t("recoveryCodeHint")} />
            <SubmitButton>{t("goOn")}</SubmitButton>
          </PlainForm>
        </details>
      ) : null}
      {methods?.length === 0 ? <p>{t("noMeans")}</p> : null}
    </DoorFrame>
  );
}

/** Either will do. */
async function Enrolment({ setUp, passkey }: Pick<Props, "setUp" | "passkey">) {
  const t = await getTranslations("secondFactor");
  return (
    <div className="mt-4 grid gap-8">
      <section aria-labelledby="by-app" className="grid gap-3">
        <h2 id="by-app">{t("authenticator")}</h2>
        <TotpSetUp {...setUp} />
      </section>
      <section aria-labelledby="by-passkey" className="grid gap-3">
        <h2 id="by-passkey">{t("kinds.passkey")}</h2>
        <PasskeySetUp requestId={setUp.requestId} begin={passkey.begin} bind={passkey.bind} beside />
      </section>
    </div>
  );
}
