import { Ban, CircleDashed, CircleX, Clock, Timer } from "lucide-react";
import { useNow, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { AccessKeyView } from "@/lib/domain/access-keys/presenter";

const dayMs = 86_400_000;
const daysUntil = (moment: Date, now: Date) => Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / dayMs));

/** What a key is worth now, and the first thing somebody should know of one that works. */
export function StandingBadge({ accessKey }: { accessKey: AccessKeyView }) {
  const t = useTranslations("accessKeys.standing");
  const now = useNow();
  const { standing, expiresAt, retiresAt, lastUsed } = accessKey;
  if (standing === "disabled") {
    return (
      <Badge icon={Ban} tone="quiet">
        {t("disabled")}
      </Badge>
    );
  }
  if (standing === "expired" || standing === "retired") {
    return (
      <Badge icon={CircleX} tone="danger">
        {t(standing)}
      </Badge>
    );
  }
  if (standing === "retiring" && retiresAt) {
    return (
      <Badge icon={Timer} tone="info">
        {t("retiring", { days: daysUntil(retiresAt, now) })}
      </Badge>
    );
  }
  if (expiresAt && expiresAt.getTime() - now.getTime() <= 7 * dayMs) {
    return (
      <Badge icon={Clock} tone="warn">
        {t("expiring", { days: daysUntil(expiresAt, now) })}
      </Badge>
    );
  }
  if (!lastUsed) {
    return (
      <Badge icon={CircleDashed} tone="quiet">
        {t("neverUsed")}
      </Badge>
    );
  }
  return <>{t("active")}</>;
}
