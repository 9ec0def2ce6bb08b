import { getTranslations } from "next-intl/server";
import type { ComponentProps } from "react";
import { PasskeyAsk } from "@/app/_components/passkey-ask";
import { Field } from "@/components/forms/field";
import { PasswordField } from "@/components/forms/password-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { currentRequest } from "@/lib/entrypoints/console/request-facts";
import type { FormAction } from "@/lib/foundation/form-state";
import { askPasskeyAtDoorAction } from "../login/actions";

interface Props {
  action: FormAction;
  byPasskey: FormAction;
  /** Where to go once inside. */
  next: string | undefined;
  /** Whose names this door knows; absent: e-mail addresses. */
  user?: { alias: string; typed: string };
}

/** What every door asks: a name and its password, or a passkey, which knows whose it is. */
export async function DoorForm({ action, byPasskey, next = "", user }: Props) {
  const t = await getTranslations("doors");
  const name: Partial<ComponentProps<typeof Field>> = user
    ? { hint: t("subAccount.nameHint", { alias: user.alias }) }
    : { type: "email" };
  return (
    <>
      <PlainForm
        action={action}
        labels={{ name: t(user ? "subAccount.name" : "email"), password: t("password") }}
        initial={user && { name: user.typed }}
      >
        {user ? <input type="hidden" name="alias" value={user.alias} /> : null}
        <input type="hidden" name="next" value={next} />
        <Field
          {...name}
          name="name"
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
        pass={byPasskey}
        passFields={{ next }}
        quiet
      />
    </>
  );
}
