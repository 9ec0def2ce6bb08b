import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { WalletView } from "@/lib/domain/wallet/presenter";

const tones = { ok: "plain", low: "warn", exhausted: "danger", suspended: "danger" } as const;

/** Normal is quiet: only what needs somebody has a colour. */
export function WalletStateBadge({ state, soft = false }: { state: WalletView["state"]; soft?: boolean }) {
  const t = useTranslations("desk");
  return (
    <Badge tone={tones[state]} soft={soft}>
      {t(`states.${state}`)}
    </Badge>
  );
}
