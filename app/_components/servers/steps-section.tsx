import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { ServerDetail } from "@/lib/domain/servers/queries";
import { installSteps } from "@/lib/entrypoints/console/install-steps";
import { env } from "@/lib/foundation/env";

/** The exact commands that make a server ask, in their order. */
export async function StepsSection({ server, grants }: ServerDetail) {
  const t = await getTranslations("servers");
  const steps = installSteps(
    env().origin,
    grants.map(({ login }) => login),
  );
  return (
    <Section id="steps" title={t("stepsTitle")} lead={t("installLead")}>
      <div className="grid max-w-200 gap-6">
        <Banner tone="warn" title={t("keepOpen")}>
          {t("keepOpenText")}
        </Banner>
        <ol className="grid gap-4">
          {steps.map(({ step, command }, index) => (
            <li key={step} className="grid gap-1">
              <p>
                {`${index + 1}. `}
                {t(`steps.${step}`)}
              </p>
              <div className="panel flex items-start justify-between gap-2">
                <pre className="min-w-0 whitespace-pre-wrap break-all">
                  <code>{command}</code>
                </pre>
                <CopyButton text={command} what={t(`steps.${step}`)} compact />
              </div>
            </li>
          ))}
        </ol>
        <p className="text-ink-2">
          {server.lastAskedAt
            ? t.rich("asked", { at: () => (server.lastAskedAt ? <Time at={server.lastAskedAt} /> : null) })
            : t("waiting")}
        </p>
      </div>
    </Section>
  );
}
