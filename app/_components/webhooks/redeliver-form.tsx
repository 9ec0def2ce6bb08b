import { useTranslations } from "next-intl";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  action: FormAction;
  /** Of which delivery, and where the page of its receiver is. */
  fields: { id: string; endpointId: string; accountId?: string };
}

export function RedeliverForm({ action, fields }: Props) {
  const t = useTranslations("webhooks");
  return (
    <PlainForm action={action} labels={{}} id={`again-${fields.id}`} className="justify-items-start">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant="secondary">{t("redeliver")}</SubmitButton>
    </PlainForm>
  );
}

/** The same of everything that one receiver never took. */
export function RedeliverAllForm({ action, id }: { action: FormAction; id: string }) {
  const t = useTranslations("webhooks");
  return (
    <PlainForm action={action} labels={{}} id="all-again">
      <input type="hidden" name="id" value={id} />
      <SubmitButton variant="secondary">{t("redeliverAll")}</SubmitButton>
    </PlainForm>
  );
}
