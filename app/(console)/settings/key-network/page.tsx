import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Banner } from "@/components/ui/banner";
import { getKeyNetwork } from "@/lib/domain/access-keys/network-policy-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { textOfAddressLists } from "@/lib/foundation/address-list-schema";
import { newId } from "@/lib/foundation/ids";
import { maySet, SettingsHeader, settingsTitle } from "../_components/settings-header";
import { setKeyNetworkAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: await settingsTitle(await requireConsoleContext(), "keyNetwork") };
}

export default async function KeyNetworkPage() {
  const ctx = await requireConsoleContext();
  const { policy, reach } = await forPage(getKeyNetwork(ctx));
  const t = await getTranslations("settings.keyNetwork");
  const addresses = policy.lists.flat();
  const inForce = policy.active && addresses.length > 0;
  return (
    <>
      <SettingsHeader ctx={ctx} tab="keyNetwork" reach={reach} />
      <Banner tone={inForce ? "ok" : "info"}>{t(inForce ? "inForce" : "anywhere", { count: addresses.length })}</Banner>
      <PlainForm
        action={setKeyNetworkAction}
        labels={{ networkPolicy: t("addresses"), active: t("active") }}
        initial={{
          networkPolicy: textOfAddressLists(policy.lists),
          active: policy.active || addresses.length === 0 ? "on" : "",
        }}
        idempotencyKey={newId()}
        className="panel mt-4 max-w-160"
      >
        <p className="text-ink-2">{t("lead")}</p>
        <TextareaField
          name="networkPolicy"
          hint={t(policy.lists.length > 1 ? "listsHint" : "addressesHint")}
          rows={6}
          maxLength={4000}
          mono
        />
        <CheckboxField name="active" hint={t("activeHint")} />
        {maySet(ctx, "keyNetwork") ? (
          <div className="form-actions">
            <SubmitButton>{t("submit")}</SubmitButton>
          </div>
        ) : null}
      </PlainForm>
    </>
  );
}
