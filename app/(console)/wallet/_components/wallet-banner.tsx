import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import type { WalletView } from "@/lib/domain/wallet/presenter";

/** What a low or an empty wallet stops; a wallet that has enough says nothing. */
export function WalletBanner({ state }: Pick<WalletView, "state">) {
  const t = useTranslations("finance");
  if (state === "ok") return null;
  return (
    <div className="mb-6">
      <Banner tone={state === "low" ? "warn" : "danger"}>{t(`walletBanner.${state}`)}</Banner>
    </div>
  );
}
