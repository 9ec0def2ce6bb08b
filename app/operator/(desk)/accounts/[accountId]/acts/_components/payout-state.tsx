import { getTranslations } from "next-intl/server";
import { RowAct } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { WalletActView } from "@/lib/domain/wallet/act-queries";
import type { AccountId } from "@/lib/foundation/ids";
import { settlePayoutAction } from "../actions";

interface Props {
  accountId: AccountId;
  payout: Pick<WalletActView, "reference" | "outcome" | "outcomeAt">;
  timeZone: string;
}

/** Where a payout stands; while it is on its way, an operator says what the bank made of it. */
export async function PayoutState({ accountId, payout: { reference, outcome, outcomeAt }, timeZone }: Props) {
  const t = await getTranslations("desk");
  if (outcome) {
    return (
      <>
        <Badge tone="quiet">{t(`payout.${outcome}`)}</Badge>
        {outcomeAt ? (
          <span className="block text-ink-3">
            <Time at={outcomeAt} timeZone={timeZone} exact />
          </span>
        ) : null}
      </>
    );
  }
  const acts = [
    ["sent", t("payout.send")],
    ["returned", t("payout.return")],
  ] as const;
  return (
    <>
      <Badge tone="warn">{t("payout.onItsWay")}</Badge>
      <div className="mt-2 flex flex-wrap gap-2">
        {acts.map(([to, label]) => (
          <RowAct
            key={to}
            action={settlePayoutAction}
            id={`${to}-${reference}`}
            label={label}
            of={t("payout.of", { reference })}
          >
            <input type="hidden" name="accountId" value={accountId} />
            <input type="hidden" name="reference" value={reference} />
            <input type="hidden" name="outcome" value={to} />
          </RowAct>
        ))}
      </div>
    </>
  );
}
