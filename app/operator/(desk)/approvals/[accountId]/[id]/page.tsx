import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { ApprovalBadge } from "@/app/operator/(desk)/approvals/_components/approval-badge";
import { Banner } from "@/components/ui/banner";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { getApproval } from "@/lib/domain/approvals/queries";
import { ApprovalAddress } from "@/lib/domain/approvals/schema";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { asMicros } from "@/lib/foundation/money";
import { DecisionForms } from "./_components/decision-forms";

type Props = { params: Promise<{ accountId: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

export default async function ApprovalPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const address = ApprovalAddress.safeParse(await params);
  if (!address.success) notFound();
  const approval = await forPage(getApproval(ctx, address.data));
  const { account, wallet } = await forPage(getAccountWallet(ctx, address.data.accountId));
  const t = await getTranslations("approvals");
  const { currency, minorDigits, timeZone } = wallet;
  const { kind } = approval;
  const isOpen = approval.state === "open";
  // Goodwill is below zero and adds to what is available; a debt is above and comes off what is owed.
  const before = kind === "goodwill" ? wallet.available : wallet.owed;
  const money = (amount: typeof approval.amount) => (
    <Amount amount={amount} currency={currency} minorDigits={minorDigits} />
  );
  return (
    <>
      <PageHeader
        title={t(`kinds.${kind}.one`, { name: account.name })}
        breadcrumb={[{ href: paths.operator.approvals(), label: t("title") }]}
        state={<ApprovalBadge state={approval.state} soft />}
      />
      <div className="grid gap-8 max-w-160">
        {isOpen && approval.isOwn ? <Banner tone="info">{t("own")}</Banner> : null}
        {approval.state === "expired" ? <Banner tone="info">{t("expiredText")}</Banner> : null}
        <DefinitionList
          items={[
            { term: t("amount"), value: money(approval.amount) },
            {
              term: t("account"),
              value: (
                <Link href={paths.operator.account(account.accountId)} prefetch={false}>
                  {account.companyName || account.name}
                </Link>
              ),
            },
            { term: t("subAccount"), value: approval.subAccountName ?? t("accountItself") },
            { term: t("reference"), value: approval.reference },
            { term: t("reasonCode"), value: t(`codes.${approval.reasonCode}`) },
            { term: t(`kinds.${kind}.reason`), value: approval.reason },
            { term: t("by"), value: approval.requestedBy },
            { term: t("asked"), value: <Time at={approval.requestedAt} timeZone={timeZone} exact /> },
            ...(isOpen
              ? [
                  { term: t("until"), value: <Time at={approval.expiresAt} timeZone={timeZone} exact /> },
                  { term: t(kind === "goodwill" ? "available" : "owed"), value: money(before) },
                  {
                    term: t(kind === "goodwill" ? "after" : "owedAfter"),
                    value: money(asMicros(before - approval.amount)),
                  },
                ]
              : []),
            ...(approval.decidedAt
              ? [
                  { term: t("decidedBy"), value: approval.decidedBy },
                  { term: t("decided"), value: <Time at={approval.decidedAt} timeZone={timeZone} exact /> },
                ]
              : []),
            ...(approval.decisionReason ? [{ term: t("decisionReason"), value: approval.decisionReason }] : []),
            ...(approval.chargePeriod && approval.chargeId
              ? [
                  { term: t("bill"), value: approval.chargePeriod.slice(0, 7) },
                  {
                    term: t("chargeOf"),
                    value: (
                      <Link
                        href={paths.operator.charge(account.accountId, approval.chargePeriod, approval.chargeId)}
                        prefetch={false}
                      >
                        {approval.chargeId}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {isOpen ? <DecisionForms address={address.data} kind={kind} isOwn={approval.isOwn} /> : null}
      </div>
    </>
  );
}
