import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ApprovalView } from "@/lib/domain/approvals/presenter";

const tones = { open: "warn", approved: "ok", rejected: "plain", withdrawn: "plain", expired: "plain" } as const;

export function ApprovalBadge({ state, soft = false }: { state: ApprovalView["state"]; soft?: boolean }) {
  const t = useTranslations("approvals");
  return (
    <Badge tone={tones[state]} soft={soft}>
      {t(`states.${state}`)}
    </Badge>
  );
}
