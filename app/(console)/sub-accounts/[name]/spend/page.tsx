import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BillLines } from "@/app/(console)/bills/_components/bill-lines";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { SpendFigures } from "@/app/(console)/bills/_components/spend-figures";
import { LimitLines } from "@/app/(console)/spend/_components/limit-lines";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount, walletResource } from "@/lib/authorization/resources";
import { listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter, ofNone } from "@/lib/domain/spend/schema";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { getSpendOf } from "@/lib/domain/workspaces/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

/** What one sub-account spends this month, on what, and how far that is from where something stops. */
export default async function SubAccountSpendPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const { sums, limits } = await forPage(getSpendOf(ctx, name));
  const { terms } = sums;
  const month = terms.month.slice(0, 7);
  const filter = BillFilter.parse({ by: "service" });
  const lines = await forPage(listBillLines(ctx, { month, name }, filter));
  const [t, finance, words] = await Promise.all([
    getTranslations("subAccounts"),
    getTranslations("finance"),
    getTranslations("limits"),
  ]);
  // Whoever does not is shown no limit of the account's, and must not be told that there is none.
  const seesAccount = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  const setLimit = mayDo(ctx, "bss:SetSpendLimit", walletResource(ctx)) ? (
    <ButtonLink href={paths.limits.create({ for: name })}>{words("setTitle")}</ButtonLink>
  ) : undefined;
  return (
    <>
      <DetailHeader ctx={ctx} person={person} tab="spend" />
      <Section id="limits" title={finance("limits")} action={setLimit}>
        {limits.length > 0 ? (
          <LimitLines limits={limits} terms={terms} />
        ) : (
          <p className="text-ink-2">{t(seesAccount ? "noLimit" : "noOwnLimit", { name })}</p>
        )}
      </Section>
      <Section
        id="spend"
        title={finance("spend")}
        action={
          <ButtonLink href={paths.bills.one(month, name)} variant="link">
            {t("openBill")}
          </ButtonLink>
        }
      >
        <SpendFigures summary={sums} name={name} />
        {lines.rows.length > 0 ? (
          <BillLines
            lines={lines}
            filter={filter}
            terms={terms}
            caption={finance("thisMonth")}
            hrefOf={({ key }) => paths.bills.one(month, name, { by: "sku", service: key || ofNone })}
          />
        ) : (
          <EmptyState title={t("noSpendTitle")}>{t("noSpendText", { name })}</EmptyState>
        )}
      </Section>
      <BooksNote terms={terms} />
    </>
  );
}
