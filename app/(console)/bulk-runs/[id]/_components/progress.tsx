import { getTranslations } from "next-intl/server";
import { cancelBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { BulkRunDetail } from "@/lib/domain/bulk-runs/queries";
import { LookAgain } from "./look-again";

/** How far the run is; looks again by itself, with and without JavaScript. */
export async function Progress({ run, counts }: Pick<BulkRunDetail, "run" | "counts">) {
  const t = await getTranslations("bulkRuns");
  const left = counts.waiting;
  const over = run.total - left;
  return (
    <section aria-labelledby="progress" className="panel mb-6 grid max-w-160 gap-4">
      <h2 id="progress" className="text-section">
        {t("progress")}
      </h2>
      <progress value={over} max={run.total} aria-labelledby="progress" className="w-full" />
      <p role="status">{t("doneOf", { done: over, total: run.total, refused: counts.refused })}</p>
      <PlainForm action={cancelBulkRunAction} labels={{}}>
        <input type="hidden" name="id" value={run.id} />
        <SubmitButton variant="secondary">{t("stop", { count: left })}</SubmitButton>
      </PlainForm>
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
      <LookAgain />
    </section>
  );
}
