import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DefinitionList } from "@/components/ui/definition-list";
import { QrCode } from "@/components/ui/qr-code";
import { Section } from "@/components/ui/section";
import { getSettingsReach } from "@/lib/domain/accounts/settings-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { signInLink } from "@/lib/entrypoints/console/sign-in-link";
import { maySet, SettingsHeader, settingsTitle } from "./_components/settings-header";
import { setAccountAliasAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await settingsTitle(await requireConsoleContext(), "door") };
}

export default async function DoorSettings() {
  const ctx = await requireConsoleContext();
  const { subAccounts, formerAliases } = await forPage(getSettingsReach(ctx));
  const t = await getTranslations("settings.door");
  const { name, alias, companyName } = ctx.account;
  const link = signInLink(ctx.account);
  return (
    <>
      <SettingsHeader ctx={ctx} tab="door" reach={subAccounts} />
      <Section id="link" title={t("link")} lead={t("linkLead")}>
        <div className="flex flex-wrap items-start gap-8">
          <DefinitionList
            items={[
              { term: t("link"), value: <code className="break-all">{link}</code>, copy: link },
              { term: t("company"), value: companyName },
              { term: t("accountName"), value: <code>{name}</code> },
              ...(formerAliases.length > 0
                ? [{ term: t("former"), value: <code className="break-all">{formerAliases.join(", ")}</code> }]
                : []),
            ]}
          />
          <div className="w-40">
            <QrCode text={link} what={t("link")} />
          </div>
        </div>
      </Section>
      {maySet(ctx, "door") ? (
        <Section id="alias" title={t("change")} lead={t("changeLead", { count: subAccounts })}>
          <PlainForm
            action={setAccountAliasAction}
            id="alias"
            labels={{ alias: t("alias") }}
            initial={{ alias }}
            className="panel max-w-160"
          >
            <Field
              name="alias"
              hint={t("aliasHint")}
              required
              maxLength={32}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              mono
            />
            <div className="form-actions">
              <SubmitButton>{t("submit")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
