import { Ban, TriangleAlert } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import type { WebhookView } from "@/lib/domain/webhooks/presenter";

/** Normal is quiet: only what is paused, or fails, has a mark. */
export async function StateBadge({ webhook: { paused, healthy } }: { webhook: WebhookView }) {
  const t = await getTranslations("webhooks");
  if (paused) return <Badge icon={Ban}>{t("states.paused")}</Badge>;
  if (healthy === null) return t("states.unused");
  if (healthy) return t("states.healthy");
  return (
    <Badge tone="warn" icon={TriangleAlert}>
      {t("states.failing")}
    </Badge>
  );
}
