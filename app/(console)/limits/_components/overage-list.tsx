import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { sayWords } from "@/app/(console)/bills/_components/words";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Overages } from "@/lib/domain/limits/overage-queries";
import type { SpendLimitView } from "@/lib/domain/limits/presenter";
import type { LimitTerms } from "@/lib/domain/limits/queries";
import type { Micros } from "@/lib/foundation/money";

interface Props {
  overages: Overages;
  limits: readonly SpendLimitView[];
  terms: LimitTerms;
  accountName: string;
}

/** The largest first, each with its seconds. */
const units = [
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** Limits that were passed: by how much, since when, by what, and how late usage is told of. */
export async function OverageList({ overages: { byLimit, more, lagSeconds }, limits, terms, accountName }: Props) {
  const [t, finance] = await Promise.all([getTranslations("limits"), getTranslations("finance")]);
  const [format, locale] = await Promise.all([getFormatter(), getLocale()]);
  const passed = limits.flatMap((limit) => {
    const overage = byLimit.get(limit.id);
    return overage ? [{ ...overage, whose: limit.subAccountName, per: limit.per }] : [];
  });
  if (passed.length === 0) return null;
  const money = (amount: Micros) => <Money amount={amount} terms={terms} />;
  const sayLag = (seconds: number) => {
    const [unit, length] = units.find(([, each]) => seconds >= 2 * each) ?? (["second", 1] as const);
    return format.number(Math.round(seconds / length), { style: "unit", unit, unitDisplay: "long" });
  };
  return (
    <Section id="overage" title={t("overage.title")} lead={t("overage.lead")}>
      <div className="grid gap-4">
        {passed.map(({ limitId, whose, per, amount, reachedAt, causes }) => (
          <Banner
            key={limitId}
            tone="danger"
            title={t.rich("overage.by", {
              whose: whose ?? t("wholeAccount", { name: accountName }),
              window: t(`per.${per}`),
              amount: () => money(amount),
            })}
          >
            {reachedAt ? (
              <p>{t.rich("overage.since", { at: () => <Time at={reachedAt} timeZone={terms.timeZone} exact /> })}</p>
            ) : null}
            {causes.length > 0 ? (
              <>
                <p>{t("overage.cause")}</p>
                <ul className="list-disc ps-5">
                  {causes.map(({ subAccountName, sku, words, cost }) => (
                    <li key={`${subAccountName} ${sku}`} className="wrap-anywhere">
                      {t.rich("overage.part", {
                        name: subAccountName ?? finance("accountItself"),
                        sku: sayWords(words, locale, sku || finance("noSku")),
                        amount: () => money(cost),
                      })}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
          </Banner>
        ))}
        {more > 0 ? <p>{t("overage.more", { count: more })}</p> : null}
        {lagSeconds === null ? null : <p className="text-ink-2">{t("overage.lag", { lag: sayLag(lagSeconds) })}</p>}
      </div>
    </Section>
  );
}
