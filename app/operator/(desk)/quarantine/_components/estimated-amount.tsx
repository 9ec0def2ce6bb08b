import { useTranslations } from "next-intl";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import type { EstimateIn } from "@/lib/domain/usage/estimate-queries";

/** What an event would cost by the prices that there are. */
export function EstimatedAmount({ estimate }: { estimate: EstimateIn | undefined }) {
  const t = useTranslations("quarantine");
  if (!estimate) return <span className="text-ink-3">{t("noEstimate")}</span>;
  const { amount, currency, minorDigits } = estimate;
  return <Amount amount={amount} currency={currency} minorDigits={minorDigits} />;
}
