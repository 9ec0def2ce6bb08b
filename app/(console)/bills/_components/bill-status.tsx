import { CircleDot, Hourglass, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { BillRow } from "@/lib/domain/spend/presenter";

const looks = {
  open: { icon: CircleDot, tone: "info" },
  closing: { icon: Hourglass, tone: "info" },
  closed: { icon: Lock, tone: "quiet" },
} as const;

export function BillStatus({ status, soft = false }: { status: BillRow["status"]; soft?: boolean }) {
  const t = useTranslations("finance");
  return (
    <Badge {...looks[status]} soft={soft}>
      {t(`status.${status}`)}
    </Badge>
  );
}
