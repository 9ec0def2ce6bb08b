import { getTranslations } from "next-intl/server";
import { startBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import type { Context } from "@/lib/authorization/context";
import type { BulkRunView } from "@/lib/domain/bulk-runs/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { ActFields } from "./act-fields";

const variantOf = {
  delete: "final",
  disable: "danger",
  reset: "danger",
  "end-sessions": "danger",
  "disable-keys": "danger",
} as const;

interface Props {
  ctx: Context;
  run: BulkRunView;
}

/** What the act still has to be told, and the button that says what happens to how many. */
export async function StartForm({ ctx, run }: Props) {
  const [t, groups, limits] = await Promise.all([
    getTranslations("bulkRuns"),
    getTranslations("groups"),
    getTranslations("limits"),
  ]);
  const { kind, planned } = run;
  const ofKeys = kind === "disable-keys";
  const backHref = ofKeys ? paths.accessKeys.list() : paths.subAccounts.list();
  if (planned === 0) {
    return (
      <Banner
        tone="info"
        title={t("nothingTitle")}
        action={<ButtonLink href={backHref}>{t(ofKeys ? "backToKeys" : "back")}</ButtonLink>}
      >
        {t("nothing")}
      </Banner>
    );
  }
  const labels = {
    reason: t("reason"),
    labelKey: t("labelKey"),
    labelValue: t("labelValue"),
    groupName: groups("group"),
    ...{
      per: limits("window"),
      soft: limits("soft"),
      hard: limits("hard"),
      onSoft: limits("onSoft"),
      stops: limits("then"),
    },
    typedCount: t("typedCount"),
  };
  const variant = kind in variantOf ? variantOf[kind as keyof typeof variantOf] : "primary";
  return (
    <PlainForm action={startBulkRunAction} id="start" labels={labels} className="panel mb-6 max-w-160">
      <input type="hidden" name="id" value={run.id} />
      <p>{t(`effects.${kind}`, { count: planned })}</p>
      <ActFields ctx={ctx} run={run} />
      <div className="form-actions">
        <SubmitButton variant={variant}>{t(`kinds.${kind}`, { count: planned })}</SubmitButton>
        <ButtonLink href={backHref}>{t("cancel")}</ButtonLink>
      </div>
    </PlainForm>
  );
}
