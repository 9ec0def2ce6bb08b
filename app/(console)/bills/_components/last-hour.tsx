import { useFormatter, useTranslations } from "next-intl";
import { Money } from "@/app/_components/money";
import type { SpendSums } from "@/lib/domain/spend/sums-queries";
import { Figure } from "./figure";

/** What it costs now: what the last hour that is over came to, so far as its usage is reported, and which hour that was. */
export function LastHour({ lastHour: { from, to, cost }, terms }: Pick<SpendSums, "lastHour" | "terms">) {
  const t = useTranslations("finance");
  const format = useFormatter();
  const clock = (at: Date) =>
    format.dateTime(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: terms.timeZone });
  return (
    <Figure
      term={t("lastHour")}
      value={<Money amount={cost} terms={terms} />}
      note={t("fromTo", { from: clock(from), to: clock(to) })}
    />
  );
}
