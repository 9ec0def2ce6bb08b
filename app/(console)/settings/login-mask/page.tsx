import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { getSecurityPreference, getSettingsReach } from "@/lib/domain/accounts/settings-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { maySet, SettingsHeader, settingsTitle } from "../_components/settings-header";
import { setLoginMaskAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await settingsTitle(await requireConsoleContext(), "loginMask") };
}

export default async function LoginMaskPage() {
  const ctx = await requireConsoleContext();
  const { subAccounts } = await forPage(getSettingsReach(ctx));
  const { loginNetworkMasks } = getSecurityPreference(ctx);
  const t = await getTranslations("settings.loginMask");
  return (
    <>
      <SettingsHeader ctx={ctx} tab="loginMask" reach={subAccounts} />
      <PlainForm
        action={setLoginMaskAction}
        labels={{ loginNetworkMasks: t("masks"), fromElsewhereToo: t("elsewhere") }}
        initial={{ loginNetworkMasks: loginNetworkMasks.join("\n"), fromElsewhereToo: "" }}
        className="panel max-w-160"
      >
        <p className="text-ink-2">{t("lead")}</p>
        <p>
          {t("yourAddress")} <code>{ctx.facts.ip}</code>
        </p>
        <TextareaField name="loginNetworkMasks" hint={t("masksHint")} rows={5} maxLength={2048} mono />
        {ctx.actor.type === "root-user" ? <CheckboxField name="fromElsewhereToo" hint={t("elsewhereHint")} /> : null}
        {maySet(ctx, "loginMask") ? (
          <div className="form-actions">
            <SubmitButton>{t("submit")}</SubmitButton>
          </div>
        ) : null}
      </PlainForm>
    </>
  );
}
