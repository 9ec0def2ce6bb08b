import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { endSessionsAction } from "@/app/(console)/sessions/actions";
import { Impact } from "@/app/(console)/sub-accounts/[name]/_components/impact";
import { LifeHeader, lifeTitle } from "@/app/(console)/sub-accounts/[name]/_components/life-header";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { getImpact } from "@/lib/domain/sub-accounts/impact-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("endSessionsTitle", (await params).name) };
}

export default async function EndSessionsPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const impact = await forPage(getImpact(ctx, "espalier:EndSession", name));
  const t = await getTranslations("subAccountLife");
  return (
    <>
      <LifeHeader title={t("endSessionsTitle", { name })} lead={t("endSessionsLead", { name })} name={name} />
      <Impact impact={impact} of="sign-in" />
      <PlainForm action={endSessionsAction} labels={{}} className="panel max-w-160">
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="keep" value="none" />
        <div className="form-actions">
          <SubmitButton variant="danger">{t("endSessions", { count: impact.openSessions })}</SubmitButton>
          <ButtonLink href={paths.subAccounts.sessions(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
