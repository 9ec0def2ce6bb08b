import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { NewPasswordField } from "@/app/(front)/_components/new-password-field";
import { RuleMessages } from "@/app/(front)/_components/rule-messages";
import { UserNameHint } from "@/app/(front)/_components/user-name-hint";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentences } from "@/components/ui/sentences";
import { findClaimLink } from "@/lib/domain/sign-in/claim-link";
import { paths } from "@/lib/entrypoints/console/paths";
import { strangerContext } from "@/lib/entrypoints/console/require-context";
import { claimSignInAction, openClaimLinkAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.claim.title")} · ${t("common.productName")}` };
}

/** A GET says what this is and does nothing: scanners and whoever is in copy open links. The button opens it. */
export default async function ClaimPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await findClaimLink(await strangerContext(), token);
  const [t, format] = await Promise.all([getTranslations("doors"), getFormatter()]);
  if (!link) {
    return (
      <DoorFrame title={t("claim.deadTitle")} lead={t("claim.dead")}>
        <div className="form-actions mt-6">
          <ButtonLink href={paths.landing()}>{t("links.back")}</ButtonLink>
        </div>
      </DoorFrame>
    );
  }
  const { name, accountName, companyName, alias } = link;
  if (!link.opened) {
    const until = format.dateTime(link.until, {
      ...{ year: "numeric", month: "short", day: "numeric" },
      ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" },
    });
    return (
      <DoorFrame
        title={t("claim.title")}
        owner={companyName}
        lead={t("claim.lead", { company: companyName, name: `${accountName}#${name}` })}
      >
        <p className="mt-4 text-ink-2">
          <Sentences>
            {t("claim.until", { until })}
            {t("claim.explain")}
          </Sentences>
        </p>
        <PlainForm action={openClaimLinkAction} labels={{}} className="mt-4">
          <input type="hidden" name="token" value={token} />
          <SubmitButton>{t("claim.open")}</SubmitButton>
        </PlainForm>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame
      title={t("claim.setTitle")}
      owner={companyName}
      lead={t("claim.setLead", { company: companyName, name: `${accountName}#${name}` })}
    >
      <RuleMessages>
        <PlainForm action={claimSignInAction} labels={{ password: t("newPassword") }}>
          <input type="hidden" name="token" value={token} />
          <UserNameHint name={name} />
          <NewPasswordField
            contextWords={[name, alias, accountName, companyName]}
            rules={{ passwordPolicy: link.passwordPolicy, userName: name }}
          />
          <SubmitButton>{t("claim.submit")}</SubmitButton>
        </PlainForm>
      </RuleMessages>
    </DoorFrame>
  );
}
