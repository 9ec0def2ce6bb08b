import { useFormatter, useLocale, useTranslations } from "next-intl";
import { LevelBar, levelOf } from "@/components/charts/level-bar";
import { Sentences } from "@/components/ui/sentences";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";

/** Of an amount of nothing everything is used. */
function perMilleOf(spent: Micros, bound: Micros | null): number {
  if (bound === null) return 0;
  return bound > 0n ? Number.parseInt(((spent * 1000n) / bound).toString(), 10) : 1000;
}

/** Each limit as one sentence: how much of what is used, until when, and what happens then. */
export function LimitLines({ limits, terms }: { limits: SpendLimitView[]; terms: MoneyTerms }) {
  const t = useTranslations("finance");
  const format = useFormatter();
  const locale = useLocale();
  const money = (amount: Micros) =>
    formatMoney(amount, { locale, currency: terms.currency, digits: digitsOf([amount], terms.minorDigits) });
  const moment = (at: Date) =>
    format.dateTime(at, {
      ...{ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      timeZone: terms.timeZone,
    });
  return (
    <ul className="grid max-w-160 gap-4">
      {limits.map(({ id, subAccountName, per, soft, hard, stops, spent, resetsAt, passesAt, approval }) => {
        const bound = hard ?? soft;
        const isReached = hard !== null && spent >= hard;
        const perMille = perMilleOf(spent, bound);
        return (
          <li key={id} className="grid gap-1">
            <p>
              <strong className="font-semibold">{subAccountName ?? t("accountItself")}</strong>{" "}
              <Sentences>
                {t("limitUsed", {
                  ...{ spent: money(spent), bound: bound === null ? "" : money(bound), per: t(`per.${per}`) },
                })}
                {resetsAt ? t("limitResets", { at: moment(resetsAt), zone: terms.timeZone }) : null}
                {approval || passesAt ? (
                  <strong>
                    <Sentences>
                      {approval ? t(approval === "waiting" ? "limitAsks" : "limitGiven") : null}
                      {passesAt ? t("limitForeseen", { at: moment(passesAt) }) : null}
                    </Sentences>
                  </strong>
                ) : null}
                <span className={isReached ? "text-danger" : "text-ink-2"}>
                  {t(isReached ? "limitReached" : "limitThen", {
                    what: t(hard === null ? "thenTold" : `then.${stops}`),
                  })}
                </span>
              </Sentences>
            </p>
            <LevelBar
              perMille={perMille}
              words={t(`limitLevel.${levelOf(perMille)}`, { percent: Math.floor(perMille / 10) })}
            />
          </li>
        );
      })}
    </ul>
  );
}
