import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { AccessKeyDetail } from "@/lib/domain/access-keys/queries";
import { keySnippets } from "@/lib/entrypoints/console/key-snippets";
import { paths } from "@/lib/entrypoints/console/paths";

/** Whether the key works: green from its first call on, and why not where a call was refused. */
export function TestPanel({ detail: { key, refusal } }: { detail: AccessKeyDetail }) {
  const t = useTranslations("accessKeys");
  const failed = refusal && (!key.lastUsed || refusal.at > key.lastUsed.at) ? refusal : undefined;
  return (
    <Section
      id="test"
      title={t("test")}
      lead={t("testLead")}
      action={<ButtonLink href={`${paths.accessKeys.one(key.id)}#test`}>{t("lookAgain")}</ButtonLink>}
    >
      {failed ? (
        <Banner tone="danger" title={t("refused", { code: failed.code })}>
          <p>
            <Time at={failed.at} exact /> · {failed.address}
          </p>
          {failed.because ? (
            <pre className="overflow-x-auto whitespace-pre-wrap wrap-anywhere">{failed.because}</pre>
          ) : null}
        </Banner>
      ) : key.lastUsed ? (
        <Banner tone="ok" title={t("works")}>
          <Time at={key.lastUsed.at} exact /> · {key.lastUsed.service} · {key.lastUsed.address}
        </Banner>
      ) : (
        <Banner tone="info" title={t("waiting")}>
          {t("waitingText")}
        </Banner>
      )}
      {keySnippets(key).map(({ name, text }) => (
        <figure key={name} className="mt-4 grid gap-2">
          <figcaption className="flex flex-wrap items-center justify-between gap-2">
            {t(`snippets.${name}`)}
            <CopyButton text={text} what={t(`snippets.${name}`)} compact />
          </figcaption>
          <pre className="overflow-x-auto rounded border border-line bg-sunken p-3 font-mono text-caption">{text}</pre>
        </figure>
      ))}
    </Section>
  );
}
