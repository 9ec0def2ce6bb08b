import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount, identityVerificationResource } from "@/lib/authorization/resources";
import { findUsualWait } from "@/lib/domain/identity-verification/find-usual-wait";
import { getIdentityVerification } from "@/lib/domain/identity-verification/queries";
import { mayEdit } from "@/lib/domain/identity-verification/rules";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { BeginSection } from "./_components/begin-section";
import { DetailsSection } from "./_components/details-section";
import { DocumentsSection } from "./_components/documents-section";
import { HandlingSection } from "./_components/handling-section";
import { StatusBanner } from "./_components/status-banner";
import { SubmitSection } from "./_components/submit-section";
import { VerificationBadge } from "./_components/verification-badge";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("identityVerification");
  const { account } = await requireConsoleContext();
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function IdentityVerificationPage() {
  const ctx = await requireConsoleContext();
  const view = await forPage(getIdentityVerification(ctx));
  const usualWaitHours = view.verification === "submitted" ? await forPage(findUsualWait(ctx)) : undefined;
  const t = await getTranslations("identityVerification");
  const { verification, current } = view;
  const editable =
    mayEdit(verification) && mayDo(ctx, "espalier:SaveIdentityVerification", identityVerificationResource(ctx));
  const draft = current?.state === "draft" ? current : undefined;
  const edit = (primary: boolean, label: string) =>
    editable ? (
      <ButtonLink href={paths.identityDetails()} variant={primary ? "primary" : "secondary"}>
        {label}
      </ButtonLink>
    ) : undefined;
  return (
    <>
      <PageHeader
        title={t("title")}
        state={<VerificationBadge state={verification} soft />}
        lead={t("lead")}
        facts={
          draft
            ? [<span key="saved">{t.rich("details.saved", { time: () => <Time at={draft.updatedAt} /> })}</span>]
            : []
        }
        action={verification === "rejected" && !draft ? edit(true, t("status.again")) : undefined}
      />
      <div className="grid gap-4">
        <Flash />
        <StatusBanner
          view={view}
          usualWaitHours={usualWaitHours}
          mayCreateSubAccounts={mayDo(ctx, "ram:CreateUser", anySubAccount(ctx))}
        />
      </div>
      {current ? (
        <>
          <DetailsSection
            submission={current}
            action={draft ? edit(!draft.detailsComplete, t("details.edit")) : undefined}
          />
          <DocumentsSection submission={current} editable={editable && draft !== undefined} />
        </>
      ) : null}
      {editable && !current ? <BeginSection /> : null}
      {editable && draft ? <SubmitSection submission={draft} /> : null}
      <HandlingSection />
    </>
  );
}
