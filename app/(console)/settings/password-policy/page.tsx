import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { getPasswordPolicy, getSettingsReach } from "@/lib/domain/accounts/settings-queries";
import { minimumPasswordLength } from "@/lib/domain/sign-in/password-rules";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { maySet, SettingsHeader, settingsTitle } from "../_components/settings-header";
import { setPasswordPolicyAction } from "./actions";

const classes = [
  "requireLowercaseCharacters",
  "requireUppercaseCharacters",
  "requireNumbers",
  "requireSymbols",
  "passwordNotContainUserName",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: await settingsTitle(await requireConsoleContext(), "passwordPolicy") };
}

export default async function PasswordPolicyPage() {
  const ctx = await requireConsoleContext();
  const { subAccounts, passwordsOlderThan } = await forPage(getSettingsReach(ctx));
  const policy = getPasswordPolicy(ctx);
  const t = await getTranslations("settings.passwordPolicy");
  const names = Object.keys(policy) as (keyof typeof policy)[];
  const texts = names.map((name) => [
    name,
    policy[name] === true ? "on" : policy[name] === false ? "" : `${policy[name]}`,
  ]);
  const number = (name: (typeof names)[number], hint: string) => (
    <Field name={name} hint={hint} required inputMode="numeric" maxLength={4} autoComplete="off" />
  );
  const floor = minimumPasswordLength.alone;
  return (
    <>
      <SettingsHeader ctx={ctx} tab="passwordPolicy" reach={subAccounts} />
      <PlainForm
        action={setPasswordPolicyAction}
        labels={Object.fromEntries(names.map((name) => [name, t(name)]))}
        initial={Object.fromEntries(texts)}
        className="panel max-w-160"
      >
        <p className="text-ink-2">{t("lead", { floor })}</p>
        <h2 className="text-section">{t("shape")}</h2>
        <div className="form-pair">
          {number("minimumPasswordLength", t("lengthHint", { floor }))}
          {number("minimumPasswordDifferentCharacter", t("varietyHint"))}
        </div>
        {classes.map((name) => (
          <CheckboxField key={name} name={name} />
        ))}
        {number("passwordReusePrevention", t("reuseHint"))}
        <h2 className="mt-4 text-section">{t("age")}</h2>
        <p className="text-ink-2">
          {t("ages")} {passwordsOlderThan.map(({ days, count }) => t("olderThan", { days, count })).join(" · ")}
        </p>
        {number("maxPasswordAgeDays", t("ageHint"))}
        <CheckboxField name="hardExpire" hint={t("hardExpireHint")} />
        <h2 className="mt-4 text-section">{t("attempts")}</h2>
        {number("maxLoginAttempts", t("attemptsHint"))}
        {maySet(ctx, "passwordPolicy") ? (
          <div className="form-actions">
            <SubmitButton>{t("submit")}</SubmitButton>
          </div>
        ) : null}
      </PlainForm>
    </>
  );
}
