import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import type { OpenedSubmission } from "@/lib/domain/identity-verification/presenter";
import { paths } from "@/lib/entrypoints/console/paths";
import { newId } from "@/lib/foundation/ids";
import { submitIdentityVerificationAction } from "../actions";

/** The last step, or what stands before it. */
export async function SubmitSection({ submission: { detailsComplete, documents } }: { submission: OpenedSubmission }) {
  const t = await getTranslations("identityVerification");
  const missing = documents.filter(({ document }) => document === undefined).map(({ slot }) => slot);
  const ready = detailsComplete && missing.length === 0;
  return (
    <Section id="submit" title={t("submit.title")} lead={ready ? t("submit.lead") : undefined}>
      {ready ? (
        <PlainForm action={submitIdentityVerificationAction} labels={{}} idempotencyKey={newId()}>
          <div className="form-actions">
            <SubmitButton>{t("submit.button")}</SubmitButton>
          </div>
        </PlainForm>
      ) : (
        <>
          <p>{t("submit.todo")}</p>
          <ul className="mt-1 list-disc ps-5">
            {detailsComplete ? null : (
              <li>
                <Link href={paths.identityDetails()} className="btn-link">
                  {t("submit.todoDetails")}
                </Link>
              </li>
            )}
            {missing.map((slot) => (
              <li key={slot}>
                <a href={`#${slot}-file`} className="btn-link">
                  {t("submit.todoDocument", { slot: t(`slots.${slot}`) })}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
