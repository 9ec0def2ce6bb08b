import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { SubAccountImpact } from "@/lib/domain/sub-accounts/impact-queries";

/** What stops on the next request, counted now. */
export async function Impact({ impact }: { impact: SubAccountImpact }) {
  const t = await getTranslations("subAccountLife");
  return (
    <Section id="impact" title={t("impact")}>
      <DefinitionList
        items={[
          { term: t("openSessions"), value: t("sessionCount", { count: impact.openSessions }) },
          { term: t("lastSeen"), value: impact.lastSeenAt ? <Time at={impact.lastSeenAt} /> : t("notOpen") },
          { term: t("resources"), value: t("resourceCount", { count: impact.resources, running: impact.running }) },
          { term: t("consoleSignIn"), value: impact.consoleSignIn ? t("passwordSet") : t("noPassword") },
        ]}
      />
    </Section>
  );
}
