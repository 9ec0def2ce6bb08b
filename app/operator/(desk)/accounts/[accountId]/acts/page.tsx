import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { listWalletActs } from "@/lib/domain/wallet/act-queries";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { WalletActFilter } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import type { Page } from "@/lib/foundation/cursor";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { PayoutState } from "./_components/payout-state";

type Props = PageProps<"/operator/accounts/[accountId]/acts">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("tabs.acts") };
}

export default async function WalletActsPage({ params, searchParams }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const view = WalletActFilter.parse(await searchParams);
  const set = { ...(view.topUps && { topUps: view.topUps }), ...(view.acts && { acts: view.acts }) };
  const { topUps, acts } = await forPage(listWalletActs(ctx, accountId, view));
  // Each list turns its own pages, and leaves the other's where it is.
  const pagerOf = (list: "topUps" | "acts", { newer, older }: Pick<Page<unknown>, "newer" | "older">) => {
    const place = list === "topUps" ? "top-ups" : "others";
    const [newerHref, olderHref] = [newer, older].map(
      (cursor) => cursor && `${paths.operator.acts(accountId, { ...set, [list]: cursor })}#${place}`,
    );
    return <Pager {...(newerHref && { newerHref })} {...(olderHref && { olderHref })} />;
  };
  const t = await getTranslations("desk");
  const { currency, minorDigits, timeZone } = wallet;
  const head = (
    <>
      <th scope="col">{t("reference")}</th>
      <th scope="col">{t("when")}</th>
      <th scope="col">{t("about")}</th>
      <th scope="col">{t("by")}</th>
      <th scope="col" className="num">
        {t("amount")}
      </th>
      <th scope="col">{t("state")}</th>
    </>
  );
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="acts" />
      <Section id="top-ups" title={t("topUps")}>
        {topUps.rows.length === 0 ? (
          <EmptyState title={t("noTopUps")} />
        ) : (
          <DataTable caption={t("topUps")} head={head}>
            {topUps.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" className="break-all">
                  {row.reference}
                </th>
                <td data-label={t("when")}>
                  <Time at={row.createdAt} timeZone={timeZone} exact />
                </td>
                <td data-label={t("about")}>
                  <div>
                    <bdi>{row.note}</bdi>
                    {row.hasEvidence ? (
                      <span className="block">
                        <ButtonLink href={paths.operator.topUpEvidence(accountId, row.id)} variant="link" hard>
                          {t("evidence")} <span className="sr-only">{row.reference}</span>
                        </ButtonLink>
                      </span>
                    ) : null}
                  </div>
                </td>
                <td data-label={t("by")}>
                  <ActorName name={row.creditedBy} />
                </td>
                <td data-label={t("amount")} className="num">
                  <Amount amount={row.amount} currency={currency} minorDigits={minorDigits} />
                </td>
                <td data-label={t("state")} className={row.reversedAt ? undefined : "whitespace-nowrap"}>
                  {row.reversedAt ? (
                    <>
                      <Badge tone="quiet">{t("reversed")}</Badge> {row.reversalReason}
                    </>
                  ) : (
                    <ButtonLink href={paths.operator.reverseTopUp(accountId, row.id)}>{t("reverse.open")}</ButtonLink>
                  )}
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        {pagerOf("topUps", topUps)}
      </Section>
      <Section id="others" title={t("otherActs")} lead={t("otherActsLead")}>
        {acts.rows.length === 0 ? (
          <EmptyState title={t("noActs")} />
        ) : (
          <DataTable caption={t("otherActs")} head={head}>
            {acts.rows.map((row) => (
              <tr key={row.reference}>
                <th scope="row" className="break-all">
                  {row.reference}
                </th>
                <td data-label={t("when")}>
                  <Time at={row.createdAt} timeZone={timeZone} exact />
                </td>
                <td data-label={t("about")}>
                  {row.reason}
                  {row.subAccountName ? <span className="block text-ink-3">{row.subAccountName}</span> : null}
                </td>
                <td data-label={t("by")}>
                  <ActorName name={row.doneBy} />
                </td>
                <td data-label={t("amount")} className="num">
                  <Amount amount={row.amount} currency={currency} minorDigits={minorDigits} />
                </td>
                <td data-label={t("state")}>
                  <div>
                    {t(`actKinds.${row.kind}`)}{" "}
                    {row.kind === "payout" ? (
                      <PayoutState accountId={accountId} payout={row} timeZone={timeZone} />
                    ) : null}
                  </div>
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        {pagerOf("acts", acts)}
      </Section>
    </>
  );
}
