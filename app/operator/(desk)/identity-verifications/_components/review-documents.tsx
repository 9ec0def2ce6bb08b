import { Download } from "lucide-react";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DocumentView, SubmissionView } from "@/lib/domain/identity-verification/presenter";
import { sayReason } from "@/lib/domain/identity-verification/rules";
import { paths } from "@/lib/entrypoints/console/paths";
import type { AccountId } from "@/lib/foundation/ids";
import { Picture } from "./picture";

interface Props {
  accountId: AccountId;
  submission: SubmissionView;
}

export async function ReviewDocuments({ accountId, submission }: Props) {
  const t = await getTranslations("identityVerification");
  const { review } = (await getMessages()).identityVerification;
  return (
    <Section id="documents" title={t("documents.title")}>
      <NextIntlClientProvider messages={{ identityVerification: { review } }}>
        <ul className="grid gap-8">
          {submission.documents.map(({ slot, document }) => (
            <li key={slot} className="grid gap-2">
              <h3>{t(`slots.${slot}`)}</h3>
              {document ? <Shown accountId={accountId} document={document} /> : <p>{t("review.noDocument")}</p>}
            </li>
          ))}
        </ul>
      </NextIntlClientProvider>
    </Section>
  );
}

async function Shown({ accountId, document }: { accountId: AccountId; document: DocumentView }) {
  const t = await getTranslations("identityVerification");
  const { documentReasons } = (await getMessages()).identityVerification;
  const { id, slot, mediaType, fileName, sizeBytes, createdAt, rejection } = document;
  const href = paths.operator.document(accountId, id);
  const name = t(`slots.${slot}`);
  return (
    <>
      <p className="text-ink-2 wrap-anywhere">
        {fileName} · {t("documents.size", { size: Math.ceil(sizeBytes / 1024) })} ·{" "}
        {t.rich("documents.added", { time: () => <Time at={createdAt} /> })}
      </p>
      {rejection ? (
        <p className="text-danger">{t("documents.refused", { reason: sayReason(rejection, documentReasons) })}</p>
      ) : null}
      {mediaType === "application/pdf" ? (
        <div className="grid justify-items-start gap-2 rounded-control border border-line bg-sunken p-4">
          <p>{t("review.pdf")}</p>
          <ButtonLink href={href} hard download>
            <Download aria-hidden="true" className="icon" />
            {t("documents.downloadOf", { slot: name })}
          </ButtonLink>
        </div>
      ) : (
        <Picture href={href} alt={t("documents.pictureOf", { slot: name })} />
      )}
    </>
  );
}
