import { CircleDashed, CircleX, FilePen, Hourglass, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

const looks = {
  unverified: { icon: CircleDashed, tone: "quiet" },
  draft: { icon: FilePen, tone: "quiet" },
  submitted: { icon: Hourglass, tone: "info" },
  approved: { icon: ShieldCheck, tone: "ok" },
  rejected: { icon: CircleX, tone: "danger" },
} as const;

interface Props {
  state: keyof typeof looks;
  soft?: boolean;
}

export function VerificationBadge({ state, soft = false }: Props) {
  const t = useTranslations("identityVerification.states");
  return (
    <Badge {...looks[state]} soft={soft}>
      {t(state)}
    </Badge>
  );
}
