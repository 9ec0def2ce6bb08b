import { getTranslations } from "next-intl/server";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { DailyChart } from "@/app/(console)/bills/_components/daily-chart";
import { SpendFigures } from "@/app/(console)/bills/_components/spend-figures";
import { LimitBanner } from "@/app/(console)/spend/_components/limit-banner";
import { LimitLines } from "@/app/(console)/spend/_components/limit-lines";
import { TopSubAccounts } from "@/app/(console)/spend/_components/top-sub-accounts";
import { Balance } from "@/app/(console)/wallet/_components/balance";
import { WalletBanner } from "@/app/(console)/wallet/_components/wallet-banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { listSpendLimits } from "@/lib/domain/limits/queries";
import { getSpendSummary } from "@/lib/domain/spend/queries";
import { getWallet } from "@/lib/domain/wallet/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";

/** What there is and what is spent: of the account for who may see its wallet, of oneself for everybody else. */
export async function MoneyBlock({ ctx }: { ctx: Context }) {
  const [t, summary] = await Promise.all([getTranslations("finance"), forPage(getSpendSummary(ctx))]);
  const { terms, daily, ofAccount, top, usedUntil } = summary;
  const { maySeeWallet } = navigationOf(ctx);
  const wallet = maySeeWallet ? await forPage(getWallet(ctx)) : undefined;
  const limits = await forPage(listSpendLimits(ctx, "nearest"));
  const name = ofAccount ? "" : (actingSubAccount(ctx.actor)?.name ?? "");
  return (
    <Section
      id="money"
      title={t("money")}
      action={
        <ButtonLink href={wallet ? paths.wallet() : paths.spend()} variant="link">
          {wallet ? t("openWallet") : t("openSpend")}
        </ButtonLink>
      }
    >
      {wallet ? <WalletBanner state={wallet.state} /> : null}
      <LimitBanner limits={limits} />
      {wallet ? <Balance wallet={wallet} summary={summary} now={ctx.now} /> : null}
      <SpendFigures summary={summary} name={name} />
      {limits.length > 0 ? (
        <div className="mb-8">
          <LimitLines limits={limits} terms={terms} />
        </div>
      ) : null}
      {ofAccount ? (
        <div className="grid gap-8 min-[80rem]:grid-cols-[2fr_1fr]">
          <DailyChart
            daily={daily}
            terms={terms}
            label={t("chart.label")}
            hrefOfDay={(day) => paths.bills.one(day.slice(0, 7), "", { by: "sub-account", day })}
          />
          {top.length > 0 ? (
            <div>
              <h3 className="mb-3">{t("top")}</h3>
              <TopSubAccounts summary={summary} />
            </div>
          ) : null}
        </div>
      ) : null}
      <BooksNote terms={terms} usedUntil={usedUntil} />
    </Section>
  );
}
