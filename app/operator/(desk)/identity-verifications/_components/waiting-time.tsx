import { useNow, useTranslations } from "next-intl";

/** How long somebody has waited by now, in days and hours. */
export function WaitingTime({ since }: { since: Date }) {
  const t = useTranslations("identityVerification.queue");
  const hours = Math.max(0, Math.floor((useNow().getTime() - since.getTime()) / 3_600_000));
  return t("waitingTime", { days: Math.floor(hours / 24), hours: hours % 24 });
}
