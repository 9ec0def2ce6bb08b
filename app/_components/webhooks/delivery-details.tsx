import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { DeliveryView } from "@/lib/domain/webhooks/presenter";

/** Every attempt that is kept, newest first, what was answered, and what is sent. */
export async function DeliveryDetails({ delivery, children }: { delivery: DeliveryView; children: ReactNode }) {
  const t = await getTranslations("webhooks");
  const { eventId, attempts, log, body } = delivery;
  return (
    <details>
      <summary className="btn-link">{t("attempts", { count: attempts })}</summary>
      <div className="mt-2 grid gap-2">
        <p className="text-ink-3">
          {t("eventId")} <code className="break-all">{eventId}</code>
        </p>
        <ol className="grid gap-2">
          {log.map(({ at, ms, status, answer }) => (
            <li key={at}>
              <Time at={at} /> · {status === null ? failure(answer) : t("answered", { status })} · {t("took", { ms })}
              {status !== null && answer ? (
                <pre className="whitespace-pre-wrap break-all font-mono text-caption">{answer}</pre>
              ) : null}
            </li>
          ))}
        </ol>
        <pre className="whitespace-pre-wrap break-all border border-line bg-sunken p-2 font-mono text-caption">
          {body}
        </pre>
        {children}
      </div>
    </details>
  );

  /** Why there was no answer: in words where we have them, else as the system called it. */
  function failure(reason: string): string {
    const key = `failures.${reason}` as "failures.timed-out";
    return t.has(key) ? t(key) : reason;
  }
}
