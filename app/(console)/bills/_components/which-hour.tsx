import { useFormatter, useTranslations } from "next-intl";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import type { LastHour } from "@/lib/domain/spend/rules";

interface Props {
  hour: Pick<LastHour, "from" | "to">;
  terms: Pick<MoneyTerms, "timeZone">;
}

/** From when to when, and by whose clock. */
export function WhichHour({ hour: { from, to }, terms: { timeZone } }: Props) {
  const t = useTranslations("finance");
  const format = useFormatter();
  const clock = (at: Date) => format.dateTime(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  return t("fromTo", { from: clock(from), to: clock(to), zone: timeZone });
}
