import { useTranslations } from "next-intl";
import type { SubmissionView } from "@/lib/domain/identity-verification/presenter";

/** Why a submission was refused: the general reason, then one line for each refused document. */
export function RejectionReasons({ submission }: { submission: SubmissionView }) {
  const t = useTranslations("identityVerification");
  const { reason, documents } = submission;
  const refused = documents.flatMap(({ slot, document }) =>
    document?.rejection ? [{ slot, rejection: document.rejection }] : [],
  );
  return (
    <>
      {reason ? (
        <p className="whitespace-pre-line">
          {t(`reasons.${reason.code}`)} {reason.note}
        </p>
      ) : null}
      {refused.length > 0 ? (
        <ul className="mt-1 list-disc ps-5">
          {refused.map(({ slot, rejection }) => (
            <li key={slot} className="whitespace-pre-line">
              <strong className="font-semibold">{t(`slots.${slot}`)}</strong> {t(`documentReasons.${rejection.code}`)}{" "}
              {rejection.note}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
