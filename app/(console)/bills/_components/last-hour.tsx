import { useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import type { SpendSums } from "@/lib/domain/spend/sums-queries";
import { Figure } from "./figure";
import { WhichHour } from "./which-hour";

/** What it costs now: what the last hour that is over came to, and which hour that was. */
export function LastHour({ lastHour, terms }: Pick<SpendSums, "lastHour" | "terms">) {
  const t = useTranslations("finance");
  const { cost } = lastHour;
  return (
    <Figure
      term={t("lastHour")}
      value={cost === null ? t("notRated") : <Money amount={cost} terms={terms} />}
      note={<WhichHour hour={lastHour} terms={terms} />}
    />
  );
}
