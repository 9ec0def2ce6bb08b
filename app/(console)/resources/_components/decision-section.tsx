import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { ResourceView } from "@/lib/domain/resources/presenter";

const fact = (words: string, at: Date | null, timeZone: string | undefined): ReactNode => (
  <>
    <span>{words}</span>
    {at ? (
      <span className="text-ink-3">
        <Time at={at} timeZone={timeZone} />
      </span>
    ) : null}
  </>
);

interface Props {
  resource: ResourceView;
  /** The zone that the page names. */
  timeZone: string | undefined;
}

/** Two plain facts that need not agree: what is decided here, and what the service says it has done about it. */
export async function DecisionSection({ resource, timeZone }: Props) {
  const t = await getTranslations("resources");
  const { decided, decidedAt, enforcement, enforcedAt, service } = resource;
  const done = enforcement === "waiting" ? "waiting" : enforcedAt ? "done" : "nothing";
  return (
    <Section id="decision" title={t("decisionTitle")} lead={t("decisionLead", { name: resource.subAccountName })}>
      <DefinitionList
        items={[
          { term: t("decided"), value: fact(t(`decisions.${decided}`), decidedAt, timeZone) },
          { term: t("enforced"), value: fact(t(`enforcements.${done}`, { service }), enforcedAt, timeZone) },
        ]}
      />
    </Section>
  );
}
