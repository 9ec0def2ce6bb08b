import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { Time } from "@/components/ui/time";
import type { WebhookView } from "@/lib/domain/webhooks/presenter";
import { eventLabel } from "./event-label";
import { StateBadge } from "./state-badge";

export async function WebhookFacts({ webhook }: { webhook: WebhookView & { isPrivate?: boolean } }) {
  const t = await getTranslations("webhooks");
  const { url, events, formerSecretUntil, createdBy, createdAt, isPrivate } = webhook;
  return (
    <DefinitionList
      items={[
        { term: t("url"), value: <span className="break-all font-mono">{url}</span> },
        { term: t("state"), value: <StateBadge webhook={webhook} /> },
        { term: t("events"), value: events.map((type) => eventLabel(t, type)).join(" · ") },
        ...(isPrivate ? [{ term: t("network"), value: t("mayBePrivate") }] : []),
        ...(formerSecretUntil ? [{ term: t("formerUntil"), value: <Time at={formerSecretUntil} exact /> }] : []),
        { term: t("created"), value: t.rich("createdBy", { who: createdBy, at: () => <Time at={createdAt} /> }) },
      ]}
    />
  );
}
