import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreMenu } from "@/components/ui/more-menu";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { getAccountStatement } from "@/lib/domain/wallet/operator-queries";
import { StatementFilter } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { AccountHeader } from "./_components/account-header";
import { readAddress } from "./_components/read-address";

/** Names no account: a title is drawn before anybody has asked whether the address exists. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("walletTitle") };
}

export default async function AccountWalletPage({ params, searchParams }: PageProps<"/operator/accounts/[accountId]">) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const view = StatementFilter.parse(await searchParams);
  const { account, statement } = await forPage(getAccountStatement(ctx, accountId, view));
  const { wallet, rows, newer, older } = statement;
  const [t, accounts] = await Promise.all([getTranslations("desk"), getTranslations("accounts")]);
  const figure = (key: "posted" | "unsettled" | "available" | "owed" | "payable" | "overdraft" | "lowWater") => ({
    term: t(key),
    value: <Amount amount={wallet[key]} currency={wallet.currency} minorDigits={wallet.minorDigits} />,
  });
  const pageOf = (cursor: string | undefined) => cursor && paths.operator.account(accountId, { cursor });
  const [newerHref, olderHref] = [pageOf(newer), pageOf(older)];
  return (
    <>
      <AccountHeader
        account={account}
        wallet={wallet}
        current="statement"
        action={
          <>
            <ButtonLink href={paths.operator.topUp(accountId)} variant="primary">
              {t("topUp.title")}
            </ButtonLink>
            <MoreMenu
              items={[
                { href: paths.operator.walletAct(accountId, "adjust"), label: t("adjust.title") },
                { href: paths.operator.walletAct(accountId, "pay-out"), label: t("payOut.title") },
                ...(wallet.owed > 0n
                  ? [{ href: paths.operator.walletAct(accountId, "write-off"), label: t("writeOff.title") }]
                  : []),
                { href: paths.operator.resetFactors(accountId), label: accounts("resetFactors.action") },
              ]}
            />
          </>
        }
      />
      <DefinitionList
        items={[
          figure("available"),
          figure("posted"),
          figure("unsettled"),
          figure("owed"),
          ...(wallet.payable > 0n ? [figure("payable")] : []),
          figure("overdraft"),
          figure("lowWater"),
          { term: t("grace"), value: t("graceHours", { hours: wallet.graceHours }) },
          { term: t("settled"), value: wallet.settledAt && <Time at={wallet.settledAt} timeZone={wallet.timeZone} /> },
        ]}
      />
      <Section id="statement" title={t("tabs.statement")} lead={t("statementLead", { zone: wallet.timeZone })}>
        {rows.length === 0 ? (
          <EmptyState title={t("noMovement")}>{t("noMovementText")}</EmptyState>
        ) : (
          <DataTable
            caption={t("tabs.statement")}
            head={
              <>
                <th scope="col">{t("when")}</th>
                <th scope="col">{t("kind")}</th>
                <th scope="col">{t("subAccount")}</th>
                <th scope="col">{t("about")}</th>
                <th scope="col" className="num">
                  {t("amount")}
                </th>
                <th scope="col" className="num">
                  {t("balance")}
                </th>
              </>
            }
          >
            {rows.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <Time at={line.postedAt} timeZone={wallet.timeZone} exact />
                </th>
                <td data-label={t("kind")}>{t(`kinds.${line.kind}`)}</td>
                <td data-label={t("subAccount")}>{line.subAccountName}</td>
                <td data-label={t("about")} className="break-words">
                  {line.reference ??
                    (line.chargePeriod ? (
                      <Link
                        href={paths.operator.charges(accountId, {
                          period: line.chargePeriod.slice(0, 7),
                          ...(line.subAccountName && { subAccount: line.subAccountName }),
                        })}
                        prefetch={false}
                      >
                        {t("billOf", { month: line.chargePeriod.slice(0, 7), number: line.settlementNo ?? "" })}
                      </Link>
                    ) : null)}
                </td>
                <td data-label={t("amount")} className="num">
                  <Amount amount={line.amount} currency={wallet.currency} minorDigits={wallet.minorDigits} signed />
                </td>
                <td data-label={t("balance")} className="num">
                  <Amount amount={line.balance} currency={wallet.currency} minorDigits={wallet.minorDigits} />
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        <Pager {...(newerHref && { newerHref })} {...(olderHref && { olderHref })} />
      </Section>
    </>
  );
}
