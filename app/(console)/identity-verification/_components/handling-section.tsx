import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";

/** What is stored, who sees it and when it is deleted. */
export async function HandlingSection() {
  const t = await getTranslations("identityVerification.handling");
  return (
    <Section id="handling" title={t("title")}>
      <div className="max-w-3xl">
        <DefinitionList
          items={[
            { term: t("stored"), value: t("storedText") },
            { term: t("seen"), value: t("seenText") },
            { term: t("purged"), value: t("purgedText") },
          ]}
        />
      </div>
    </Section>
  );
}
