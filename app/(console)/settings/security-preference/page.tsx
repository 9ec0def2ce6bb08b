import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { getSecurityPreference, getSettingsReach } from "@/lib/domain/accounts/settings-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { maySet, SettingsHeader, settingsTitle } from "../_components/settings-header";
import { setSecurityPreferenceAction } from "./actions";

const own = [
  "allowUserToChangePassword",
  "allowUserToManageAccessKeys",
  "allowUserToManageMfaDevices",
  "allowUserToManagePublicKeys",
] as const;
const signIn = ["allowUserToLoginWithPasskey", "enableSaveMfaTicket"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: await settingsTitle(await requireConsoleContext(), "preference") };
}

export default async function SecurityPreferencePage() {
  const ctx = await requireConsoleContext();
  const { subAccounts } = await forPage(getSettingsReach(ctx));
  const preference = getSecurityPreference(ctx);
  const t = await getTranslations("settings.preference");
  const boxes = [...own, ...signIn];
  const labels = Object.fromEntries(boxes.map((name) => [name, t(name)]));
  const ticked = boxes.map((name) => [name, preference[name] ? "on" : ""]);
  return (
    <>
      <SettingsHeader ctx={ctx} tab="preference" reach={subAccounts} />
      <PlainForm
        action={setSecurityPreferenceAction}
        labels={{ ...labels, mfaOperationForLogin: t("mfa"), loginSessionDurationHours: t("hours") }}
        initial={{
          ...Object.fromEntries(ticked),
          mfaOperationForLogin: preference.mfaOperationForLogin,
          loginSessionDurationHours: String(preference.loginSessionDurationHours),
        }}
        className="panel max-w-160"
      >
        <h2 className="text-section">{t("own")}</h2>
        {own.map((name) => (
          <CheckboxField key={name} name={name} hint={t(`hints.${name}`)} />
        ))}
        <h2 className="mt-4 text-section">{t("signIn")}</h2>
        <RadioField
          name="mfaOperationForLogin"
          required
          options={(["mandatory", "adaptive", "independent"] as const).map((value) => ({
            value,
            label: t(`modes.${value}`),
            hint: t(`modeHints.${value}`),
          }))}
        />
        {signIn.map((name) => (
          <CheckboxField key={name} name={name} hint={t(`hints.${name}`)} />
        ))}
        <Field
          name="loginSessionDurationHours"
          hint={t("hoursHint")}
          required
          inputMode="numeric"
          maxLength={2}
          autoComplete="off"
        />
        {maySet(ctx, "preference") ? (
          <div className="form-actions">
            <SubmitButton>{t("submit")}</SubmitButton>
          </div>
        ) : null}
      </PlainForm>
    </>
  );
}
