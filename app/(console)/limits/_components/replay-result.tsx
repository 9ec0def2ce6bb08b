import { getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { LimitTerms } from "@/lib/domain/limits/queries";
import type { Replay } from "@/lib/domain/limits/replay-queries";
import type { ReplayLimitInput } from "@/lib/domain/limits/schema";
import { digitsOf } from "@/lib/foundation/format-money";
import { asMicros, zero } from "@/lib/foundation/money";

interface Props {
  replay: Replay;
  limit: ReplayLimitInput;
  terms: LimitTerms;
}

/** What a limit would have done, had it stood all along: said before it is set. */
export async function ReplayResult({ replay, limit, terms }: Props) {
  const t = await getTranslations("limits");
  const { days, count, most, reached, asked } = replay;
  const { hard, soft, stops, subAccountName } = limit;
  const amount = hard ?? soft ?? zero;
  const label = { until: t("replay.until"), spent: t("replay.spent"), beyond: t("replay.beyond") };
  const digits = digitsOf([amount, ...reached.map(({ spent }) => spent)], terms.minorDigits);
  const acts = { whose: subAccountName || t("replay.everybody"), count };
  const done = hard === null ? "told" : ({ new: "stoppedNew", throttle: "slowed", all: "stoppedAll" } as const)[stops];
  return (
    <Section id="replay" title={t("replay.title", { days })} lead={t("replay.lead")}>
      {asked !== null ? (
        <div className="mb-4">
          <Banner tone={asked === 0 ? "ok" : "warn"} title={t("replay.asked", { ...acts, count: asked })} />
        </div>
      ) : null}
      {count === 0 ? (
        <Banner tone="ok" title={t(hard === null ? "replay.nobody" : "replay.nothing")}>
          {t.rich("replay.most", { amount: () => <Money amount={most} terms={terms} /> })}
        </Banner>
      ) : (
        <div className="grid gap-4">
          <Banner tone="warn" title={t(`replay.${done}`, acts)}>
            {count > reached.length ? t("replay.newest") : null}
          </Banner>
          <DataTable
            caption={t("replay.title", { days })}
            head={
              <>
                <th scope="col">{t("replay.at")}</th>
                <th scope="col">{label.until}</th>
                <th scope="col" className="num">
                  {label.spent}
                </th>
                <th scope="col" className="num">
                  {label.beyond}
                </th>
              </>
            }
          >
            {reached.map(({ at, until, spent }) => (
              <tr key={at.getTime()}>
                <th scope="row">
                  <Time at={at} timeZone={terms.timeZone} exact />
                </th>
                <td data-label={label.until}>
                  {until ? <Time at={until} timeZone={terms.timeZone} exact /> : t("replay.noEnd")}
                </td>
                <td data-label={label.spent} className="num">
                  <Money amount={spent} terms={terms} digits={digits} />
                </td>
                <td data-label={label.beyond} className="num">
                  <Money amount={asMicros(spent - amount)} terms={terms} digits={digits} />
                </td>
              </tr>
            ))}
          </DataTable>
        </div>
      )}
    </Section>
  );
}
