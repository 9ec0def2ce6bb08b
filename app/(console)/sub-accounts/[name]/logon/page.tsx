import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { getFactorsOf } from "@/lib/domain/second-factors/queries";
import { getImpact } from "@/lib/domain/sub-accounts/impact-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { Impact } from "../_components/impact";
import { LifeHeader, lifeTitle } from "../_components/life-header";
import {
  removeLoginProfileAction,
  requireSecondFactorAction,
  resetSecondFactorsAction,
  setPasswordAction,
} from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("logonTitle", (await params).name) };
}

export default async function LogonPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const impact = await forPage(getImpact(ctx, "ram:UpdateLoginProfile", name));
  const factors = await forPage(getFactorsOf(ctx, name));
  const [t, fields] = await Promise.all([getTranslations("subAccountLife"), getTranslations("subAccounts")]);
  const labels = {
    passwordChoice: fields("passwordChoice"),
    password: fields("password"),
    mustChange: fields("mustChange"),
  };
  return (
    <>
      <LifeHeader
        title={t("logonTitle", { name })}
        lead={impact.consoleSignIn ? t("logonLead") : t("logonLeadOff")}
        name={name}
      />
      <Impact impact={impact} of="sign-in" />
      <PlainForm
        action={setPasswordAction}
        id="password"
        labels={labels}
        initial={{ passwordChoice: "generate", mustChange: "on" }}
        idempotencyKey={newId()}
        className="panel group/form max-w-160"
      >
        <input type="hidden" name="name" value={name} />
        <RadioField
          name="passwordChoice"
          required
          options={[
            { value: "generate", label: fields("generate"), hint: fields("generateHint") },
            { value: "link", label: fields("link"), hint: fields("linkHint") },
            { value: "set", label: fields("set") },
          ]}
        />
        <div className="hidden gap-4 group-has-[[value=set]:checked]/form:grid">
          <RuleMessages>
            <NewPasswordField
              contextWords={[ctx.account.companyName, ctx.account.name, ctx.account.alias, name]}
              rules={{ passwordPolicy: ctx.account.passwordPolicy, userName: name }}
              required={false}
              className="[&_.field-optional]:hidden"
            />
          </RuleMessages>
          <CheckboxField name="mustChange" />
        </div>
        <div className="form-actions">
          <SubmitButton>{impact.consoleSignIn ? t("setPassword") : t("turnOn")}</SubmitButton>
          <ButtonLink href={paths.subAccounts.overview(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
      {impact.consoleSignIn ? (
        <Section id="second-factor" title={t("factorTitle")} lead={t("factorLead")}>
          <PlainForm
            action={requireSecondFactorAction}
            id="require"
            labels={{ required: t("factorRequire") }}
            initial={{ required: factors.required ? "on" : "" }}
          >
            <input type="hidden" name="name" value={name} />
            <CheckboxField name="required" />
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("factorSave")}</SubmitButton>
            </div>
          </PlainForm>
          <p className="mt-4">{t("factorsBound", { count: factors.bound })}</p>
          {factors.bound > 0 ? (
            <PlainForm action={resetSecondFactorsAction} id="reset-factors" labels={{}}>
              <input type="hidden" name="name" value={name} />
              <p className="text-ink-2">{t("factorResetLead")}</p>
              <div className="form-actions">
                <SubmitButton variant="danger">{t("factorReset", { name })}</SubmitButton>
              </div>
            </PlainForm>
          ) : null}
        </Section>
      ) : null}
      {impact.consoleSignIn ? (
        <Section id="off" title={t("offTitle")} lead={t("offLead")}>
          <PlainForm action={removeLoginProfileAction} id="off" labels={{}}>
            <input type="hidden" name="name" value={name} />
            <div className="form-actions">
              <SubmitButton variant="danger">{t("turnOff")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
