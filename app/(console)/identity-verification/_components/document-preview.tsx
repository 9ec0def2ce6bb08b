import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import type { DocumentView } from "@/lib/domain/identity-verification/presenter";

interface Props {
  document: DocumentView;
  href: string;
}

/** Opened on demand: every look at a document is on record. */
export function DocumentPreview({ document: { slot, mediaType }, href }: Props) {
  const t = useTranslations("identityVerification");
  const name = t(`slots.${slot}`);
  if (mediaType === "application/pdf") {
    return (
      <ButtonLink href={href} variant="link" hard download>
        <Download aria-hidden="true" className="icon" />
        {t("documents.downloadOf", { slot: name })}
      </ButtonLink>
    );
  }
  return (
    <details>
      <summary className="btn-link">
        {t("documents.view")}
        <span className="sr-only"> {name}</span>
      </summary>
      <img
        src={href}
        alt={t("documents.pictureOf", { slot: name })}
        loading="lazy"
        className="mt-2 max-h-96 max-w-full rounded-control border border-line"
      />
    </details>
  );
}
