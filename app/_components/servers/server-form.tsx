import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import type { ServerView } from "@/lib/domain/servers/presenter";
import type { FormAction } from "@/lib/foundation/form-state";
import { newId } from "@/lib/foundation/ids";

interface Props {
  action: FormAction;
  /** The server as it is; absent: one that is registered now. */
  server?: ServerView;
  cancelHref: string;
  /** The operator's: in which account. */
  children?: ReactNode;
  labels?: Record<string, string>;
}

export async function ServerForm({ action, server, cancelHref, children, labels }: Props) {
  const t = await getTranslations("servers");
  return (
    <PlainForm
      action={action}
      labels={{ name: t("name"), hosts: t("hosts"), description: t("description"), ...labels }}
      initial={{ hosts: server?.hosts.join("\n") ?? "", description: server?.description ?? "" }}
      idempotencyKey={newId()}
      id="server"
      className="panel max-w-160"
    >
      {children}
      {server ? (
        <input type="hidden" name="name" value={server.name} />
      ) : (
        <Field name="name" hint={t("nameHint")} required mono maxLength={64} autoComplete="off" placeholder="gpu-1" />
      )}
      <TextareaField
        name="hosts"
        hint={t("hostsHint")}
        required
        mono
        rows={3}
        maxLength={6_000}
        autoComplete="off"
        spellCheck={false}
        placeholder="gpu-1.example.com"
      />
      <Field name="description" hint={t("descriptionHint")} maxLength={500} autoComplete="off" />
      <div className="form-actions">
        <SubmitButton>{t(server ? "save" : "register")}</SubmitButton>
        <ButtonLink href={cancelHref}>{t("cancel")}</ButtonLink>
      </div>
    </PlainForm>
  );
}
