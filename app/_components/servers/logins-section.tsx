import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { DataTable } from "@/components/tables/data-table";
import { RowAct, RowActHead } from "@/components/tables/row-act";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { GrantView } from "@/lib/domain/servers/presenter";
import type { FormAction } from "@/lib/foundation/form-state";
import { newId } from "@/lib/foundation/ids";

interface Props {
  grants: readonly GrantView[];
  /** Which server, as every form here says it. */
  which: ReactNode;
  /** Absent: whoever looks may not. */
  grant?: FormAction | undefined;
  revoke?: FormAction | undefined;
}

/** Who may log in to a server, and the form that lets somebody in. */
export async function LoginsSection({ grants, which, grant, revoke }: Props) {
  const t = await getTranslations("servers");
  return (
    <Section id="logins" title={t("loginsTitle")} lead={t("loginsLead")}>
      {grants.length === 0 ? (
        <p className="text-ink-2">{t("noLogins")}</p>
      ) : (
        <GrantTable grants={grants} which={which} revoke={revoke} />
      )}
      {grant ? <GrantForm action={grant} which={which} /> : null}
    </Section>
  );
}

async function GrantTable({ grants, which, revoke }: Omit<Props, "grant">) {
  const t = await getTranslations("servers");
  const nameOf = ({ subAccountName, groupName }: GrantView) =>
    subAccountName ?? (groupName === null ? t("everybody") : t("group", { name: groupName }));
  return (
    <DataTable
      caption={t("loginsTitle")}
      head={
        <>
          <th scope="col">{t("who")}</th>
          <th scope="col">{t("login")}</th>
          <th scope="col">{t("from")}</th>
          <th scope="col">{t("created")}</th>
          {revoke ? <RowActHead>{t("takeAway")}</RowActHead> : null}
        </>
      }
    >
      {grants.map((grant) => (
        <tr key={grant.id}>
          <th scope="row" className={grant.subAccountName === null ? undefined : "font-mono"}>
            {nameOf(grant)}
          </th>
          <td data-label={t("login")} className="font-mono">
            {grant.login}
          </td>
          <td data-label={t("from")}>
            {grant.networks.length === 0 ? (
              <span className="text-ink-3">{t("anywhere")}</span>
            ) : (
              <code className="break-all">{grant.networks.join(", ")}</code>
            )}
          </td>
          <td data-label={t("created")}>
            <Time at={grant.createdAt} />
          </td>
          {revoke ? (
            <td>
              <RowAct
                action={revoke}
                id={`revoke-${grant.id}`}
                label={t("takeAway")}
                of={`${grant.login}, ${nameOf(grant)}`}
              >
                {which}
                <input type="hidden" name="id" value={grant.id} />
              </RowAct>
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}

async function GrantForm({ action, which }: { action: FormAction; which: ReactNode }) {
  const t = await getTranslations("servers");
  const whos = (["sub-account", "group", "everybody"] as const).map((value) => ({ value, label: t(`whos.${value}`) }));
  return (
    <PlainForm
      action={action}
      labels={{ who: t("who"), subject: t("subject"), login: t("login"), networks: t("networks") }}
      initial={{ who: "sub-account" }}
      idempotencyKey={newId()}
      id="grant"
      className="panel mt-6 max-w-160"
    >
      {which}
      <div className="form-pair">
        <SelectField name="who" options={whos} required />
        <Field name="subject" hint={t("subjectHint")} mono maxLength={64} autoComplete="off" />
      </div>
      <Field name="login" hint={t("loginHint")} required mono maxLength={32} autoComplete="off" placeholder="work" />
      <TextareaField name="networks" hint={t("networksHint")} mono rows={2} maxLength={4_000} spellCheck={false} />
      <div className="form-actions">
        <SubmitButton>{t("letIn")}</SubmitButton>
      </div>
    </PlainForm>
  );
}
