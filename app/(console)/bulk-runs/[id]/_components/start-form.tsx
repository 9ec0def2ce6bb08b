import { getTranslations } from "next-intl/server";
import { startBulkRunAction } from "@/app/(console)/bulk-runs/actions";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import type { BulkRunView } from "@/lib/domain/bulk-runs/queries";
import { paths } from "@/lib/entrypoints/console/paths";

const variantOf = { delete: "final", disable: "danger", reset: "danger", "disable-keys": "danger" } as const;

/** What the act still has to be told, and the button that says what happens to how many. */
export async function StartForm({ run }: { run: BulkRunView }) {
  const t = await getTranslations("bulkRuns");
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
    typedCount: t("typedCount"),
  };
  const variant = kind in variantOf ? variantOf[kind as keyof typeof variantOf] : "primary";
  return (
    <PlainForm action={startBulkRunAction} id="start" labels={labels} className="panel mb-6 max-w-160">
      <input type="hidden" name="id" value={run.id} />
      <p>{t(`effects.${kind}`, { count: planned })}</p>
      {kind === "disable" ? (
        <Field name="reason" hint={t("reasonHint")} required maxLength={200} autoComplete="off" />
      ) : null}
      {kind === "label" ? (
        <div className="form-pair">
          <Field name="labelKey" hint={t("labelKeyHint")} required mono maxLength={63} autoComplete="off" />
          <Field name="labelValue" hint={t("labelValueHint")} maxLength={128} autoComplete="off" />
        </div>
      ) : null}
      {kind === "delete" ? (
        <Field
          name="typedCount"
          hint={t("typedCountHint", { count: planned })}
          required
          mono
          inputMode="numeric"
          maxLength={10}
          autoComplete="off"
        />
      ) : null}
      <div className="form-actions">
        <SubmitButton variant={variant}>{t(`kinds.${kind}`, { count: planned })}</SubmitButton>
        <ButtonLink href={backHref}>{t("cancel")}</ButtonLink>
      </div>
    </PlainForm>
  );
}
