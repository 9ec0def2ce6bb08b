import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DetailsSection } from "@/app/(console)/identity-verification/_components/details-section";
import { RejectionReasons } from "@/app/(console)/identity-verification/_components/rejection-reasons";
import { VerificationBadge } from "@/app/(console)/identity-verification/_components/verification-badge";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { reviewIdentityVerification } from "@/lib/domain/identity-verification/review-identity-verification";
import { AccountAddress } from "@/lib/domain/identity-verification/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { DecisionSection } from "../_components/decision-section";
import { EarlierSection } from "../_components/earlier-section";
import { ReviewDocuments } from "../_components/review-documents";
import { WaitingTime } from "../_components/waiting-time";

/** Names no account: a title is drawn before anybody has asked whether the address exists. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("identityVerification");
  return { title: `${t("title")} · ${t("queue.title")}` };
}

export default async function ReviewPage({ params }: PageProps<"/operator/identity-verifications/[accountId]">) {
  const ctx = await requireOperatorContext();
  const address = AccountAddress.safeParse(await params);
  if (!address.success) notFound();
  const review = await forPage(reviewIdentityVerification(ctx, address.data.accountId));
  const { account, submission, earlier, sameNumber, next } = review;
  const waits = submission.state === "submitted";
  const t = await getTranslations("identityVerification");
  const time = (at: Date | null) => ({ time: () => (at ? <Time at={at} exact /> : null) });
  return (
    <>
      <PageHeader
        title={account.name}
        subtitle={account.companyName}
        state={<VerificationBadge state={submission.state} soft />}
        breadcrumb={[{ href: paths.operator.queue(), label: t("queue.title") }]}
        facts={[
          t(`kinds.${submission.kind}`),
          <span key="submitted">{t.rich("review.submittedAt", time(submission.submittedAt))}</span>,
          <span key="since">
            {waits
              ? t.rich("review.waiting", { wait: () => <WaitingTime since={submission.submittedAt ?? ctx.now} /> })
              : t.rich("review.decidedLine", { ...time(submission.decidedAt), name: submission.decidedBy ?? "" })}
          </span>,
        ]}
        action={
          next ? (
            <ButtonLink href={paths.operator.review(next)} variant={waits ? "secondary" : "primary"} hard>
              {t("review.next")}
            </ButtonLink>
          ) : (
            <ButtonLink href={paths.operator.queue()}>{t("review.queue")}</ButtonLink>
          )
        }
      />
      <div className="grid gap-8">
        {sameNumber.length > 0 ? (
          <Banner tone="warn" title={t("review.sameNumberTitle")}>
            <p>{t("review.sameNumberText")}</p>
            <ul className="mt-1 grid gap-1">
              {sameNumber.map((other) => (
                <li key={other.accountId} className="flex gap-3">
                  <Link href={paths.operator.review(other.accountId)} prefetch={false}>
                    {other.name}
                  </Link>
                  <VerificationBadge state={other.verification} />
                </li>
              ))}
            </ul>
          </Banner>
        ) : null}
        {submission.state === "rejected" ? (
          <Banner tone="danger" title={t.rich("status.rejectedTitle", time(submission.decidedAt))}>
            <RejectionReasons submission={submission} />
          </Banner>
        ) : null}
        {/* Documents stand beside fields and decision, and between them where there is one column. */}
        <div className="grid items-start gap-8 xl:grid-cols-2 xl:grid-rows-[auto_1fr]">
          <DetailsSection submission={submission} />
          <div className="xl:col-start-2 xl:row-span-2 xl:row-start-1">
            <ReviewDocuments accountId={account.accountId} submission={submission} />
          </div>
          <div>
            {waits ? <DecisionSection review={review} /> : null}
            {earlier.length > 0 ? <EarlierSection earlier={earlier} /> : null}
          </div>
        </div>
      </div>
    </>
  );
}
