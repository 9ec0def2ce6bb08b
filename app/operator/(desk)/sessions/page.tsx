import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { SessionTable } from "@/app/(console)/sessions/_components/session-table";
import { SignInHistory } from "@/app/(console)/sessions/_components/sign-in-history";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getOperatorLoginStatus } from "@/lib/domain/sign-in/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { endOperatorSessionsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  await requireOperatorContext();
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function OperatorSessionsPage() {
  const platform = await requireOperatorContext();
  const { sessions, signIns } = await forPage(getOperatorLoginStatus(platform));
  const t = await getTranslations("sessions");
  const others = sessions.filter(({ state }) => state === "open").length;
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("lead")} />
      <Section id="open" title={t("open")} lead={t("openLead")}>
        <SessionTable sessions={sessions} end={{ action: endOperatorSessionsAction, fields: {} }} />
        {others > 0 ? (
          <PlainForm action={endOperatorSessionsAction} labels={{}} className="mt-4">
            <input type="hidden" name="sessionId" value="" />
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("endOthers", { count: others })}</SubmitButton>
            </div>
          </PlainForm>
        ) : null}
      </Section>
      <Section id="history" title={t("history")} lead={t("historyLead")}>
        <SignInHistory signIns={signIns} />
      </Section>
    </>
  );
}
