import { getTranslations } from "next-intl/server";
import { retryBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import type { BulkRunDetail } from "@/lib/domain/bulk-runs/queries";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props extends Pick<BulkRunDetail, "run" | "counts"> {
  ctx: Context;
}

/** A partial failure is a result, not an error: what was done, what was not, and the ways on. */
export async function Finished({ ctx, run, counts }: Props) {
  const t = await getTranslations("bulkRuns");
  const handsOver = (run.kind === "create" || run.kind === "reset") && counts.done > 0;
  const mayHandOver = handsOver && mayDo(ctx, "ram:UpdateLoginProfile", anySubAccount(ctx));
  return (
    <div className="mb-6 grid gap-4">
      <Banner
        tone={counts.refused > 0 || run.state === "cancelled" ? "warn" : "ok"}
        title={t(`states.${run.state}`)}
        role="status"
        action={
          mayHandOver ? <ButtonLink href={paths.bulkRuns.handOver(run.id)}>{t("handOver")}</ButtonLink> : undefined
        }
      >
        {t("outcome", { done: counts.done, skipped: counts.skipped, refused: counts.refused })}
      </Banner>
      {run.state === "done" && counts.refused > 0 ? (
        <PlainForm action={retryBulkRunAction} labels={{}}>
          <input type="hidden" name="id" value={run.id} />
          <SubmitButton variant="secondary">{t("retry", { count: counts.refused })}</SubmitButton>
        </PlainForm>
      ) : null}
    </div>
  );
}
