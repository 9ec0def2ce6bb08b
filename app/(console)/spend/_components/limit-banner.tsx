import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";

/** What the account's own limits stop for everybody, the most serious alone; within them it says nothing. */
export function LimitBanner({ limits }: { limits: readonly SpendLimitView[] }) {
  const t = useTranslations("finance");
  const reached = limits.filter(
    ({ subAccountName, hard, spent }) => subAccountName === null && hard !== null && spent >= hard,
  );
  if (reached.length === 0) return null;
  const stops = (["all", "throttle"] as const).find((what) => reached.some((limit) => limit.stops === what)) ?? "new";
  return (
    <div className="mb-6">
      <Banner tone="danger">{t(`limitBanner.${stops}`)}</Banner>
    </div>
  );
}
