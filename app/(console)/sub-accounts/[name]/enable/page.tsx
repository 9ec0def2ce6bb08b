import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { getImpact } from "@/lib/domain/sub-accounts/impact-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { LifeHeader, lifeTitle } from "../_components/life-header";
import { enableSubAccountAction } from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("enableTitle", (await params).name) };
}

export default async function EnableSubAccountPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const { consoleSignIn } = await forPage(getImpact(ctx, "espalier:EnableSubAccount", name));
  const t = await getTranslations("subAccountLife");
  const lead = consoleSignIn ? t("enableLead") : t("enableLeadNoPassword");
  return (
    <>
      <LifeHeader title={t("enableTitle", { name })} lead={lead} name={name} />
      <PlainForm action={enableSubAccountAction} labels={{}}>
        <input type="hidden" name="name" value={name} />
        <div className="form-actions">
          <SubmitButton>{t("enable", { name })}</SubmitButton>
          <ButtonLink href={paths.subAccounts.overview(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
