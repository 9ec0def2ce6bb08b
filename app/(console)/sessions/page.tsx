import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getLoginStatus } from "@/lib/domain/sign-in/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { AttemptsBanner } from "./_components/attempts-banner";
import { SessionTable } from "./_components/session-table";
import { SignInHistory } from "./_components/sign-in-history";
import { endSessionAction, endSessionsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("sessions"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function SessionsPage() {
  const ctx = await requireConsoleContext();
  const { sessions, signIns, attempts } = await forPage(getLoginStatus(ctx, ""));
  const t = await getTranslations("sessions");
  const others = sessions.filter(({ state }) => state === "open").length;
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("lead")} />
      <AttemptsBanner attempts={attempts} unlocks="" />
      <Section id="open" title={t("open")} lead={t("openLead")}>
        <SessionTable sessions={sessions} end={{ action: endSessionAction, fields: { name: "" } }} />
        <PlainForm action={endSessionsAction} labels={{}} className="mt-4">
          <input type="hidden" name="name" value="" />
          <div className="form-actions">
            {others > 0 ? (
              <SubmitButton variant="secondary" name="keep" value="this">
                {t("endOthers", { count: others })}
              </SubmitButton>
            ) : null}
            <SubmitButton variant="danger" name="keep" value="none">
              {t("endAllOwn")}
            </SubmitButton>
          </div>
        </PlainForm>
      </Section>
      <Section id="history" title={t("history")} lead={t("historyLead")}>
        <SignInHistory signIns={signIns} />
      </Section>
    </>
  );
}
