import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  action: FormAction;
  /** Who is to hold the policy: the name of its field and its value. */
  holder: { field: "name" | "groupName"; value: string };
  policies: readonly { type: "Custom" | "System"; name: string }[];
}

/** Gives one of the policies that are not held yet. */
export async function AttachForm({ action, holder, policies }: Props) {
  const t = await getTranslations("policies");
  const options = policies.map(({ type, name }) => ({
    value: `${type}:${name}`,
    label: t("choice", { name, type: t(`types.${type}`) }),
  }));
  return (
    <PlainForm action={action} labels={{ policy: t("policy") }} id="attach" className="mt-4 max-w-160">
      <input type="hidden" name={holder.field} value={holder.value} />
      <SelectField name="policy" required options={[{ value: "", label: t("choose") }, ...options]} />
      <div className="form-actions">
        <SubmitButton variant="secondary">{t("attach")}</SubmitButton>
      </div>
    </PlainForm>
  );
}
