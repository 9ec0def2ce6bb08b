import { useFormatter, useLocale, useTranslations } from "next-intl";
import { ShareBar } from "@/components/charts/share-bar";
import { Sentences } from "@/components/ui/sentences";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";
import type { MoneyTerms } from "@/lib/domain/spend/presenter";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import type { Micros } from "@/lib/foundation/money";

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
        return (
          <li key={id} className="grid gap-1">
            <p>
              <strong className="font-semibold">{subAccountName ?? t("accountItself")}</strong>{" "}
              <Sentences
                first={
                  <Sentences
                    first={t("limitUsed", {
                      ...{ spent: money(spent), bound: bound === null ? "" : money(bound), per: t(`per.${per}`) },
                    })}
                    second={resetsAt ? t("limitResets", { at: moment(resetsAt), zone: terms.timeZone }) : null}
                  />
                }
                second={
                  <Sentences
                    first={
                      approval || passesAt ? (
                        <strong>
                          <Sentences
                            first={approval ? t(approval === "waiting" ? "limitAsks" : "limitGiven") : null}
                            second={passesAt ? t("limitForeseen", { at: moment(passesAt) }) : null}
                          />
                        </strong>
                      ) : null
                    }
                    second={
                      <span className={isReached ? "text-danger" : "text-ink-2"}>
                        {t(isReached ? "limitReached" : "limitThen", {
                          what: t(hard === null ? "thenTold" : `then.${stops}`),
                        })}
                      </span>
                    }
                  />
                }
              />
            </p>
            <ShareBar perMille={bound && bound > 0n ? Number((spent * 1000n) / bound) : 0} index={isReached ? 3 : 0} />
          </li>
        );
      })}
    </ul>
  );
}
