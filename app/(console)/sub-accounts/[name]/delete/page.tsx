import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { getImpact } from "@/lib/domain/sub-accounts/impact-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Impact } from "../_components/impact";
import { LifeHeader, lifeTitle } from "../_components/life-header";
import { deleteSubAccountAction } from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("deleteTitle", (await params).name) };
}

export default async function DeleteSubAccountPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const impact = await forPage(getImpact(ctx, "ram:DeleteUser", name));
  const t = await getTranslations("subAccountLife");
  const gentler =
    impact.state === "active" ? (
      <ButtonLink href={paths.subAccounts.disable(name)}>{t("disableInstead")}</ButtonLink>
    ) : undefined;
  return (
    <>
      <LifeHeader title={t("deleteTitle", { name })} lead={t("deleteLead")} name={name} />
      <Banner tone="danger" title={t("forGood")} action={gentler}>
        {t("nameStays", { name: `${ctx.account.name}#${name}` })}
      </Banner>
      <Impact impact={impact} of="everything" />
      <PlainForm action={deleteSubAccountAction} labels={{ typedName: t("typeName") }} className="panel max-w-160">
        <input type="hidden" name="name" value={name} />
        <Field name="typedName" hint={t("typeNameHint", { name })} required mono maxLength={64} autoComplete="off" />
        <div className="form-actions">
          <SubmitButton variant="final">{t("delete", { name })}</SubmitButton>
          <ButtonLink href={paths.subAccounts.overview(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
