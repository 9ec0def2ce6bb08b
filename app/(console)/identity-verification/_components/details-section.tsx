import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import type { OpenedSubmission } from "@/lib/domain/identity-verification/presenter";
import { documentTypes, fieldNames, registrationTypes } from "@/lib/domain/identity-verification/schema";

interface Props {
  submission: OpenedSubmission;
  action?: ReactNode;
  lead?: ReactNode;
}

/** What was typed, for the applicant and for the operator alike. */
export async function DetailsSection({ submission: { kind, fields }, action, lead }: Props) {
  const t = await getTranslations("identityVerification");
  const documentType = documentTypes.find((type) => type === fields.documentType);
  const registrationType = registrationTypes.find((type) => type === fields.registrationType);
  const words: Record<string, string | undefined> = {
    documentType: documentType && t(`documentTypes.${documentType}`),
    registrationType: registrationType && t(`registrationTypes.${registrationType}`),
  };
  return (
    <Section id="details" title={t(`details.${kind}Title`)} action={action} lead={lead}>
      <DefinitionList
        items={fieldNames[kind].map((name) => ({
          term: t(`fields.${name}`),
          value: fields[name] ? <span className="whitespace-pre-line">{words[name] ?? fields[name]}</span> : null,
          copy: name.endsWith("Number") ? fields[name] || undefined : undefined,
        }))}
      />
    </Section>
  );
}
