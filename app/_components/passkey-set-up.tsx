import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import type { NewPasskey } from "@/lib/domain/second-factors/begin-passkey";
import { passkeyOrigin } from "@/lib/entrypoints/console/passkey-origin";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";
import { PasskeyCeremony } from "./passkey-ceremony";
import { passkeyWords } from "./passkey-words";

interface Props {
  requestId: string;
  begin: FormAction;
  bind: FormAction;
  back?: string;
  /** One of several ways on a page, which has its primary button elsewhere. */
  beside?: boolean;
}

/** A new passkey: what it is called, then the browser makes it. */
export async function PasskeySetUp({ requestId, begin, bind, back, beside }: Props) {
  const t = await getTranslations("secondFactor");
  const origin = passkeyOrigin();
  if (!origin) return <Banner tone="warn">{t("passkeys.needName")}</Banner>;
  const shown = takeShownOnce(requestId, "passkey");
  const made = shown ? (JSON.parse(shown) as NewPasskey) : undefined;
  return (
    <div className="grid gap-4">
      <PlainForm
        action={begin}
        id="begin-passkey"
        labels={{ name: t("passkeys.name") }}
        initial={{ name: made?.name ?? "" }}
      >
        <Field name="name" required maxLength={64} autoComplete="off" hint={t("passkeys.nameHint")} />
        <div className="form-actions">
          <SubmitButton variant={beside ? "secondary" : "primary"}>{t("passkeys.create")}</SubmitButton>
          {back ? <ButtonLink href={back}>{t("back")}</ButtonLink> : null}
        </div>
      </PlainForm>
      {made ? (
        <PlainForm action={bind} id="bind-passkey" labels={{ passkey: t("kinds.passkey") }}>
          <input type="hidden" name="name" value={made.name} />
          <PasskeyCeremony
            create={made.options}
            words={await passkeyWords(origin)}
            waiting={t("passkeys.waitingToCreate")}
          />
        </PlainForm>
      ) : null}
      <noscript>
        <p className="text-ink-2">{t("passkeys.needScript")}</p>
      </noscript>
    </div>
  );
}
