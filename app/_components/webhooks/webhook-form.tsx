import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { CheckboxGroup } from "@/components/forms/checkbox-group";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import type { WebhookView } from "@/lib/domain/webhooks/presenter";
import { eventTypes } from "@/lib/domain/webhooks/schema";
import type { FormAction } from "@/lib/foundation/form-state";
import { newId } from "@/lib/foundation/ids";
import { eventLabel } from "./event-label";

interface Props {
  action: FormAction;
  /** As it is; absent: one that is created now. */
  webhook?: WebhookView;
  cancelHref: string;
  /** The operator's: its name, and whether it is in a private network. */
  children?: ReactNode;
  labels?: Record<string, string>;
  initial?: Record<string, string>;
}

export async function WebhookForm({ action, webhook, cancelHref, children, labels, initial }: Props) {
  const t = await getTranslations("webhooks");
  const chosen = webhook?.events ?? eventTypes;
  return (
    <PlainForm
      action={action}
      labels={{ ...labels, url: t("url"), description: t("description"), events: t("events") }}
      initial={{
        url: webhook?.url ?? "",
        description: webhook?.description ?? "",
        events: chosen.join("\n"),
        ...initial,
      }}
      idempotencyKey={newId()}
      id="webhook"
      className="panel max-w-160"
    >
      {webhook ? <input type="hidden" name="id" value={webhook.id} /> : null}
      {children}
      <Field
        name="url"
        type="url"
        hint={t("urlHint")}
        required
        mono
        maxLength={2_048}
        autoComplete="off"
        placeholder="https://hooks.example.com/espalier"
      />
      <Field name="description" hint={t("descriptionHint")} maxLength={100} autoComplete="off" />
      <CheckboxGroup
        name="events"
        hint={t("eventsHint")}
        options={eventTypes.map((type) => ({ value: type, label: `${eventLabel(t, type)} (${type})` }))}
      />
      <div className="form-actions">
        <SubmitButton>{t(webhook ? "save" : "create")}</SubmitButton>
        <ButtonLink href={cancelHref}>{t("cancel")}</ButtonLink>
      </div>
    </PlainForm>
  );
}
