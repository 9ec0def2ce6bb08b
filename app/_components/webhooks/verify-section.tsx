import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import lines from "./verify-snippet.json";

/** What a receiver does, whole. */
const verifySnippet = lines.join("\n");

export async function VerifySection() {
  const t = await getTranslations("webhooks");
  return (
    <Section id="verify" title={t("verifyTitle")} lead={t("verifyLead")}>
      <details className="max-w-200">
        <summary className="btn-link">{t("verifyShow")}</summary>
        <div className="panel mt-2 flex items-start justify-between gap-2">
          <pre className="min-w-0 whitespace-pre-wrap break-all font-mono text-caption">
            <code>{verifySnippet}</code>
          </pre>
          <CopyButton text={verifySnippet} what={t("verifyTitle")} compact />
        </div>
      </details>
    </Section>
  );
}
