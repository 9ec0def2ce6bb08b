import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { getImpact } from "@/lib/domain/sub-accounts/impact-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Impact } from "../_components/impact";
import { LifeHeader, lifeTitle } from "../_components/life-header";
import { disableSubAccountAction } from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("disableTitle", (await params).name) };
}

export default async function DisableSubAccountPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const impact = await forPage(getImpact(ctx, "espalier:DisableSubAccount", name));
  const t = await getTranslations("subAccountLife");
  return (
    <>
      <LifeHeader title={t("disableTitle", { name })} lead={t("disableLead")} name={name} />
      <Impact impact={impact} of="everything" />
      <PlainForm action={disableSubAccountAction} labels={{ reason: t("reason") }} className="panel max-w-160">
        <input type="hidden" name="name" value={name} />
        <Field name="reason" hint={t("reasonHint")} required maxLength={200} autoComplete="off" />
        <div className="form-actions">
          <SubmitButton variant="danger">{t("disable", { name })}</SubmitButton>
          <ButtonLink href={paths.subAccounts.overview(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
