import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import { overlapChoices } from "@/lib/domain/webhooks/schema";
import type { FormAction } from "@/lib/foundation/form-state";
import { newId } from "@/lib/foundation/ids";
import { SecretShown } from "./secret-shown";

interface Props {
  id: string;
  action: FormAction;
  /** What the request that is answered has just made. */
  shown: string | undefined;
  onHref: string;
}

export async function RotateSection({ id, action, shown, onHref }: Props) {
  const t = await getTranslations("webhooks");
  return (
    <Section id="secret" title={t("rotateTitle")} lead={t("rotateLead")}>
      {shown ? (
        <SecretShown secret={shown} onHref={onHref} />
      ) : (
        <PlainForm
          action={action}
          labels={{ overlapHours: t("overlap") }}
          initial={{ overlapHours: "24" }}
          idempotencyKey={newId()}
          id="rotate"
          className="panel max-w-160"
        >
          <input type="hidden" name="id" value={id} />
          <SelectField
            name="overlapHours"
            hint={t("overlapHint")}
            options={overlapChoices.map((value) => ({ value, label: t("overlaps", { hours: Number(value) }) }))}
            required
          />
          <div className="form-actions">
            <SubmitButton variant="secondary">{t("rotate")}</SubmitButton>
          </div>
        </PlainForm>
      )}
    </Section>
  );
}
