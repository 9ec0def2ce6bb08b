import { Archive, CirclePause, CircleStop, Gauge, Hourglass, type LucideIcon, OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { ResourceView } from "@/lib/domain/resources/presenter";

const looks: Record<Exclude<ResourceView["standing"], "running">, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: "info", icon: Hourglass },
  resuming: { tone: "info", icon: Hourglass },
  stopping: { tone: "info", icon: Hourglass },
  suspended: { tone: "warn", icon: CirclePause },
  throttled: { tone: "warn", icon: Gauge },
  stopped: { tone: "quiet", icon: CircleStop },
  failed: { tone: "danger", icon: OctagonX },
  retired: { tone: "quiet", icon: Archive },
};

/** Normal is quiet: what runs has a word and no mark. */
export function StateBadge({ standing, soft = false }: { standing: ResourceView["standing"]; soft?: boolean }) {
  const t = useTranslations("resources.standing");
  if (standing === "running") return soft ? <Badge soft>{t(standing)}</Badge> : t(standing);
  return (
    <Badge {...looks[standing]} soft={soft}>
      {t(standing)}
    </Badge>
  );
}
