import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { QrCode } from "@/components/ui/qr-code";
import { Secret } from "@/components/ui/secret";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";
import { CodeField } from "./code-field";

interface Props {
  requestId: string;
  /** An app was begun before, and its codes are still to come. */
  begun: boolean;
  begin: FormAction;
  bind: FormAction;
  back?: string;
}

/** An authenticator app, in two acts: the seed is shown in one answer, then two codes in a row prove that an app has it. */
export async function TotpSetUp({ requestId, begun, begin, bind, back }: Props) {
  const t = await getTranslations("secondFactor");
  const shown = takeShownOnce(requestId);
  const totp = shown ? (JSON.parse(shown) as { seed: string; uri: string }) : undefined;
  return (
    <div className="grid gap-6">
      {totp ? (
        <div className="grid gap-4">
          <Banner tone="warn" role="status">
            {t("seedOnce")}
          </Banner>
          <p>{t("scan")}</p>
          <div className="max-w-48">
            <QrCode text={totp.uri} what={t("authenticator")} />
          </div>
          <Secret label={t("seed")} value={totp.seed} />
        </div>
      ) : null}
      {totp || begun ? (
        <PlainForm action={bind} id="bind" labels={{ first: t("firstCode"), second: t("secondCode") }}>
          <p>{totp ? t("twoCodes") : t("begunBefore")}</p>
          <CodeField name="first" />
          <CodeField name="second" />
          <div className="form-actions">
            <SubmitButton>{t("bind")}</SubmitButton>
          </div>
        </PlainForm>
      ) : null}
      <PlainForm action={begin} id="begin" labels={{}}>
        <div className="form-actions">
          <SubmitButton variant={totp || begun ? "secondary" : "primary"}>
            {totp || begun ? t("beginAgain") : t("begin")}
          </SubmitButton>
          {back ? <ButtonLink href={back}>{t("back")}</ButtonLink> : null}
        </div>
      </PlainForm>
    </div>
  );
}
