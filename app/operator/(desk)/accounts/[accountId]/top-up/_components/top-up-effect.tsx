import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { WalletStateBadge } from "@/app/operator/(desk)/_components/wallet-state-badge";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Time } from "@/components/ui/time";
import type { TopUpForeseen } from "@/lib/domain/limits/foresee-top-up";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import type { Micros } from "@/lib/foundation/money";

interface Props {
  foreseen: TopUpForeseen;
  amount: Micros;
  wallet: WalletView;
}

/** What a top-up would do, before it is done, and what it may be a second telling of. */
export async function TopUpEffect({ foreseen: { before, after, alike }, amount, wallet }: Props) {
  const t = await getTranslations("desk");
  const { currency, minorDigits, timeZone } = wallet;
  const money = (of: Micros) => <Amount amount={of} currency={currency} minorDigits={minorDigits} />;
  const same = alike.find(({ why }) => why === "same");
  const warning = same ? (same.amount === amount ? "repeat" : "refused") : "alike";
  const label = { before: t("topUp.before"), after: t("topUp.after") };
  return (
    <section aria-labelledby="effect" className="grid gap-4">
      <h2 id="effect" className="text-section">
        {t("topUp.effect")}
      </h2>
      <DataTable
        caption={t("topUp.effect")}
        compact
        head={
          <>
            <th scope="col">{t("topUp.of")}</th>
            <th scope="col" className="num">
              {label.before}
            </th>
            <th scope="col" className="num">
              {label.after}
            </th>
          </>
        }
      >
        {(["posted", "available", "owed"] as const).map((key) => (
          <tr key={key}>
            <th scope="row">{t(key)}</th>
            <td data-label={label.before} className="num">
              {money(before[key])}
            </td>
            <td data-label={label.after} className="num">
              {money(after[key])}
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("state")}</th>
          <td data-label={label.before} className="num">
            <WalletStateBadge state={before.state} />
          </td>
          <td data-label={label.after} className="num">
            <WalletStateBadge state={after.state} />
          </td>
        </tr>
      </DataTable>
      {alike.length === 0 ? (
        <p className="text-ink-2">{t("topUp.noneAlike")}</p>
      ) : (
        <Banner tone={warning === "refused" ? "danger" : "warn"} title={t(`topUp.warning.${warning}`)}>
          <ul className="mt-2 grid gap-2">
            {alike.map((one) => (
              <li key={one.id}>
                <Link href={paths.operator.acts(one.accountId)} prefetch={false} className="wrap-anywhere underline">
                  {one.reference}
                </Link>
                {": "}
                {t.rich(`topUp.why.${one.why}`, {
                  account: one.accountName,
                  amount: () => money(one.amount),
                  at: () => <Time at={one.createdAt} timeZone={timeZone} exact />,
                  by: () => <ActorName name={one.creditedBy} />,
                })}
                {one.reversed ? (
                  <>
                    {" "}
                    <Badge tone="quiet">{t("reversed")}</Badge>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </section>
  );
}
