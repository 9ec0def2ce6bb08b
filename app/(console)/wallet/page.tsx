import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getSpendSummary } from "@/lib/domain/spend/queries";
import { getStatement } from "@/lib/domain/wallet/queries";
import { StatementFilter } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Balance } from "./_components/balance";
import { StatementTable } from "./_components/statement-table";
import { WalletBanner } from "./_components/wallet-banner";
import { WalletState } from "./_components/wallet-state";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("wallet")} · ${account.alias}` };
}

/** What the account has, what it is made of, how long it lasts, and every movement that made it so. */
export default async function WalletPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const filter = StatementFilter.parse(await searchParams);
  const { rows, newer, older, wallet } = await forPage(getStatement(ctx, filter));
  const summary = await forPage(getSpendSummary(ctx));
  const t = await getTranslations("finance");
  const hrefOf = (cursor: string) => paths.wallet({ cursor });
  return (
    <>
      <PageHeader title={t("wallet")} state={<WalletState state={wallet.state} soft />} lead={t("walletLead")} />
      <WalletBanner state={wallet.state} />
      <Balance wallet={wallet} summary={summary} now={ctx.now} />
      <Section id="statement" title={t("statement")} lead={t("statementLead")}>
        {rows.length === 0 ? (
          <EmptyState title={t("noMovements")}>{t("noMovementsText")}</EmptyState>
        ) : (
          <StatementTable rows={rows} terms={wallet} />
        )}
        <Pager {...(newer && { newerHref: hrefOf(newer) })} {...(older && { olderHref: hrefOf(older) })} />
      </Section>
      <BooksNote terms={summary.terms} usedUntil={summary.usedUntil} />
    </>
  );
}
