import { VolumeX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";

interface Props {
  since: Date | null;
  soft?: boolean;
  /** The zone that the page names. */
  timeZone: string | undefined;
}

/** It runs and reports no usage: a gap that somebody should ask its service about. */
export function SilentBadge({ since, soft = false, timeZone }: Props) {
  const t = useTranslations("resources");
  if (!since) return null;
  return (
    <Badge tone="warn" icon={VolumeX} soft={soft}>
      <span className="whitespace-normal">
        {t.rich("silentSince", { since: () => <Time at={since} timeZone={timeZone} /> })}
      </span>
    </Badge>
  );
}
