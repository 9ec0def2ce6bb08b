import { getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { SubAccountImpact } from "@/lib/domain/sub-accounts/impact-queries";

interface Props {
  impact: SubAccountImpact;
  /** A new password and the end of sessions leave keys and resources alone. */
  of: "everything" | "sign-in";
}

/** What stops on the next request, counted now. */
export async function Impact({ impact, of }: Props) {
  const t = await getTranslations("subAccountLife");
  const { keyUse, spend } = impact;
  const signIn = [
    { term: t("openSessions"), value: t("sessionCount", { count: impact.openSessions }) },
    { term: t("lastSeen"), value: impact.lastSeenAt ? <Time at={impact.lastSeenAt} /> : t("notOpen") },
    { term: t("consoleSignIn"), value: impact.consoleSignIn ? t("passwordSet") : t("noPassword") },
  ];
  const rest = [
    { term: t("accessKeys"), value: t("keyCount", { count: impact.activeKeys }) },
    {
      term: t("keyUse"),
      value: keyUse ? (
        <>
          <Time at={keyUse.at} /> {t("keyUseFrom", { address: keyUse.from })}
        </>
      ) : (
        t("keyUnused")
      ),
    },
    { term: t("sshKeys"), value: t("sshKeyCount", { count: impact.sshKeys }) },
    { term: t("resources"), value: t("resourceCount", { count: impact.resources, running: impact.running }) },
    ...(spend ? [{ term: t("spend"), value: <Money amount={spend.amount} terms={spend.terms} /> }] : []),
  ];
  return (
    <Section id="impact" title={t("impact")}>
      <DefinitionList items={of === "sign-in" ? signIn : [...signIn, ...rest]} />
    </Section>
  );
}
