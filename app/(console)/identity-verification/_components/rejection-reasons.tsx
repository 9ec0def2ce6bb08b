import { useMessages, useTranslations } from "next-intl";
import type { SubmissionView } from "@/lib/domain/identity-verification/presenter";
import { sayReason } from "@/lib/domain/identity-verification/rules";

/** Why a submission was refused: the general reason, then one line for each refused document. */
export function RejectionReasons({ submission: { reason, documents } }: { submission: SubmissionView }) {
  const t = useTranslations("identityVerification");
  const { reasons, documentReasons } = useMessages().identityVerification;
  const refused = documents.flatMap(({ slot, document }) =>
    document?.rejection ? [{ slot, rejection: document.rejection }] : [],
  );
  return (
    <>
      {reason ? <p className="whitespace-pre-line">{sayReason(reason, reasons)}</p> : null}
      {refused.length > 0 ? (
        <ul className="mt-1 list-disc ps-5">
          {refused.map(({ slot, rejection }) => (
            <li key={slot} className="whitespace-pre-line">
              <strong className="font-semibold">{t(`slots.${slot}`)}</strong> {sayReason(rejection, documentReasons)}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
