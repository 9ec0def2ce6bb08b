import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { Figure } from "@/app/(console)/bills/_components/figure";
import type { SpendSummary } from "@/lib/domain/spend/queries";
import { runwayOf } from "@/lib/domain/spend/rules";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { asMicros, type Micros } from "@/lib/foundation/money";

interface Props {
  wallet: WalletView;
  summary: SpendSummary;
  now: Date;
}

/** The balance and its parts, each with the rows behind it, and the day on which nothing is left at this pace. */
export async function Balance({ wallet, summary, now }: Props) {
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const { posted, unsettled, available, owed, payable, overdraft } = wallet;
  const { terms, today, yesterday } = summary;
  const spendable = asMicros(available + overdraft);
  const runsOutAt = runwayOf({ spendable, yesterday, today, hour: terms.hour }, now);
  const money = (amount: Micros) => <Money amount={amount} terms={terms} />;
  const month = terms.month.slice(0, 7);
  return (
    <dl className="mb-8 flex flex-wrap gap-x-12 gap-y-4">
      <Figure large term={t("available")} value={money(available)} note={t("availableNote")} />
      <Figure
        term={t("runway")}
        value={
          spendable <= 0n
            ? t("runwayEmpty")
            : runsOutAt
              ? format.dateTime(runsOutAt, {
                  year: "numeric",
                  month: "short",
                  day: "numeric",
                  timeZone: terms.timeZone,
                })
              : t("runwayNone")
        }
        note={runsOutAt && spendable > 0n ? t("runwayNote", { days: daysUntil(runsOutAt, now) }) : undefined}
      />
      <Figure term={t("posted")} value={money(posted)} href={paths.transactions()} />
      <Figure term={t("unsettled")} value={money(unsettled)} href={paths.charges.list({ month })} />
      <Figure
        term={t("owed")}
        value={money(owed)}
        {...(owed > 0n && { href: paths.transactions({ kind: "overage" }) })}
      />
      {payable > 0n ? (
        <Figure term={t("payable")} value={money(payable)} href={paths.transactions({ kind: "payout" })} />
      ) : null}
      {overdraft > 0n ? <Figure term={t("overdraft")} value={money(overdraft)} /> : null}
    </dl>
  );
}

const daysUntil = (at: Date, now: Date) => Math.max(0, Math.floor((at.getTime() - now.getTime()) / 86_400_000));
