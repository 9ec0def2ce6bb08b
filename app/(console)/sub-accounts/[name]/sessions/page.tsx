import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { AttemptsBanner } from "@/app/(console)/sessions/_components/attempts-banner";
import { SessionTable } from "@/app/(console)/sessions/_components/session-table";
import { SignInHistory } from "@/app/(console)/sessions/_components/sign-in-history";
import { endSessionAction } from "@/app/(console)/sessions/actions";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { subAccountResource } from "@/lib/authorization/resources";
import { getLoginStatus } from "@/lib/domain/sign-in/queries";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

export default async function SubAccountSessionsPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const { sessions, signIns, attempts } = await forPage(getLoginStatus(ctx, name));
  const t = await getTranslations("sessions");
  const resource = subAccountResource(ctx, name);
  const mayEnd = mayDo(ctx, "espalier:EndSession", resource);
  const isOpen = sessions.some(({ state }) => state === "open" || state === "this");
  return (
    <>
      <Flash />
      <DetailHeader ctx={ctx} person={person} tab="sessions" />
      <AttemptsBanner attempts={attempts} unlocks={mayDo(ctx, "espalier:UnlockSignIn", resource) ? name : ""} />
      <Section
        id="open"
        title={t("open")}
        lead={t("openLead")}
        action={
          mayEnd && isOpen ? (
            <ButtonLink href={paths.subAccounts.endSessions(name)}>{t("endAllOf", { name })}</ButtonLink>
          ) : undefined
        }
      >
        {sessions.length === 0 ? (
          <EmptyState title={t("none")}>{t("noneText", { name })}</EmptyState>
        ) : (
          <SessionTable sessions={sessions} end={mayEnd ? { action: endSessionAction, fields: { name } } : undefined} />
        )}
      </Section>
      <Section id="history" title={t("history")} lead={t("historyLead")}>
        <SignInHistory signIns={signIns} />
      </Section>
    </>
  );
}
