import { OctagonX, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { WalletView } from "@/lib/domain/wallet/presenter";

const looks = {
  low: { icon: TriangleAlert, tone: "warn" },
  exhausted: { icon: OctagonX, tone: "danger" },
  suspended: { icon: OctagonX, tone: "danger" },
} as const;

/** Normal is quiet: a wallet that has enough says nothing. */
export function WalletState({ state, soft = false }: { state: WalletView["state"]; soft?: boolean }) {
  const t = useTranslations("finance");
  if (state === "ok") return null;
  return (
    <Badge {...looks[state]} soft={soft}>
      {t(`walletState.${state}`)}
    </Badge>
  );
}
