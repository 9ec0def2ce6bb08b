import { getMessages, getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DocumentView, OpenedSubmission } from "@/lib/domain/identity-verification/presenter";
import { sayReason } from "@/lib/domain/identity-verification/rules";
import type { DocumentSlot } from "@/lib/domain/identity-verification/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { newId } from "@/lib/foundation/ids";
import { deleteIdentityDocumentAction } from "../actions";
import { DocumentPreview } from "./document-preview";
import { UploadForm } from "./upload-form";

interface Props {
  submission: OpenedSubmission;
  /** Only a draft's documents can be changed. */
  editable: boolean;
}

export async function DocumentsSection({ submission: { kind, documents }, editable }: Props) {
  const t = await getTranslations("identityVerification");
  return (
    <Section id="documents" title={t("documents.title")} lead={editable ? t("documents.lead") : undefined}>
      <ul className="grid gap-4 xl:grid-cols-2">
        {documents.map(({ slot, document }) => (
          <li key={slot} className="panel grid content-start gap-3">
            <div>
              <h3>{t(`slots.${slot}`)}</h3>
              {editable ? <p className="text-ink-2">{t(`slotHints.${kind}.${slot}`)}</p> : null}
            </div>
            {document ? <KeptDocument document={document} removable={editable} /> : null}
            {document ? null : <Badge tone="quiet">{t("documents.missing")}</Badge>}
            {editable ? <Upload slot={slot} replace={document !== undefined} /> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

async function KeptDocument({ document, removable }: { document: DocumentView; removable: boolean }) {
  const t = await getTranslations("identityVerification");
  const { documentReasons } = (await getMessages()).identityVerification;
  const { id, slot, fileName, sizeBytes, createdAt, rejection } = document;
  return (
    <>
      <div>
        <p className="font-medium wrap-anywhere">{fileName}</p>
        <p className="text-ink-2">
          {t("documents.size", { size: Math.ceil(sizeBytes / 1024) })} ·{" "}
          {t.rich("documents.added", { time: () => <Time at={createdAt} /> })}
        </p>
      </div>
      {rejection ? (
        <p className="text-danger">{t("documents.refused", { reason: sayReason(rejection, documentReasons) })}</p>
      ) : null}
      <DocumentPreview document={document} href={paths.identityDocument(id)} />
      {removable ? (
        <PlainForm action={deleteIdentityDocumentAction} labels={{}} id={`remove-${slot}`} idempotencyKey={newId()}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="link" className="justify-self-start">
            {t("documents.remove")}
            <span className="sr-only"> {t(`slots.${slot}`)}</span>
          </SubmitButton>
        </PlainForm>
      ) : null}
    </>
  );
}

async function Upload({ slot, replace }: { slot: DocumentSlot; replace: boolean }) {
  const t = await getTranslations("identityVerification");
  return (
    <UploadForm
      slot={slot}
      label={t("documents.file", { slot: t(`slots.${slot}`) })}
      hint={t("documents.fileHint")}
      button={replace ? t("documents.replace") : t("documents.upload")}
    />
  );
}
