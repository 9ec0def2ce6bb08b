import { getTranslations } from "next-intl/server";
import { RejectionReasons } from "@/app/(console)/identity-verification/_components/rejection-reasons";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { SubmissionView } from "@/lib/domain/identity-verification/presenter";

/** What was refused before, and why: the same fault twice is seen at once. */
export async function EarlierSection({ earlier }: { earlier: SubmissionView[] }) {
  const t = await getTranslations("identityVerification");
  const at = (moment: Date | null) => (moment ? <Time at={moment} exact /> : "–");
  return (
    <Section id="earlier" title={t("review.earlier")}>
      <ol className="grid gap-4">
        {earlier.map((submission) => (
          <li key={submission.id}>
            <p className="text-ink-2">
              {t.rich("review.earlierLine", {
                kind: t(`kinds.${submission.kind}`),
                submitted: () => at(submission.submittedAt),
                decided: () => at(submission.decidedAt),
              })}
            </p>
            <RejectionReasons submission={submission} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
