import clsx from "clsx";
import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { passkeyOrigin } from "@/lib/entrypoints/console/passkey-origin";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";
import { PasskeyCeremony, type PasskeyRequest } from "./passkey-ceremony";
import { passkeyWords } from "./passkey-words";

interface Props {
  requestId: string;
  begin: FormAction;
  pass: FormAction;
  /** What both forms say besides, such as the challenge. */
  fields?: Record<string, string>;
  /** What only the one with the answer says. */
  passFields?: Record<string, string>;
  /** A button beside a form that is the usual way, instead of one that is. */
  quiet?: boolean;
}

/** One button: asks for what a passkey is to sign, and in the answer the browser asks for the passkey. */
export async function PasskeyAsk({ requestId, begin, pass, fields = {}, passFields = {}, quiet = false }: Props) {
  const origin = passkeyOrigin();
  if (!origin) return null;
  const t = await getTranslations("secondFactor");
  const shown = takeShownOnce(requestId, "passkey");
  const options = shown ? (JSON.parse(shown) as PasskeyRequest) : undefined;
  return (
    <div className={clsx("grid gap-2", quiet ? "mt-6" : "mt-4")}>
      <PlainForm action={begin} id="begin-passkey" labels={{}}>
        <Hidden fields={fields} />
        <SubmitButton variant={quiet ? "secondary" : "primary"}>{t("passkeys.use")}</SubmitButton>
      </PlainForm>
      {options ? (
        <PlainForm action={pass} id="passkey" labels={{ passkey: t("kinds.passkey") }}>
          <Hidden fields={{ ...fields, ...passFields }} />
          <PasskeyCeremony get={options} words={await passkeyWords(origin)} waiting={t("passkeys.waiting")} />
        </PlainForm>
      ) : null}
      <noscript>
        <p className="text-ink-2">{t("passkeys.needScript")}</p>
      </noscript>
    </div>
  );
}

function Hidden({ fields }: { fields: Record<string, string> }) {
  return Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
