import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Banner } from "@/components/ui/banner";
import { Secret } from "@/components/ui/secret";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { CredentialView } from "@/lib/domain/servers/presenter";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";
import type { FormAction } from "@/lib/foundation/form-state";
import { newId } from "@/lib/foundation/ids";

interface Props {
  requestId: string;
  credentials: readonly CredentialView[];
  which: ReactNode;
  /** Absent: whoever looks may not. */
  issue?: FormAction | undefined;
  revoke?: FormAction | undefined;
}

/** The server's credentials, and in the answer that issued one the credential itself, once. */
export async function CredentialSection({ requestId, credentials, which, issue, revoke }: Props) {
  const t = await getTranslations("servers");
  const shown = takeShownOnce(requestId);
  return (
    <Section id="credential" title={t("credentialTitle")} lead={t("credentialLead")}>
      <div className="grid max-w-160 gap-4">
        {shown ? (
          <>
            <Banner tone="warn" role="status">
              {t("credentialShown")}
            </Banner>
            <Secret label={t("credential")} value={shown} />
          </>
        ) : null}
        {credentials.length === 0 ? <p className="text-ink-2">{t("noCredential")}</p> : null}
      </div>
      {credentials.length > 0 ? <CredentialTable credentials={credentials} /> : null}
      {issue && !shown ? <IssueForm action={issue} which={which} replaces={credentials.length > 0} /> : null}
      {revoke && credentials.length > 0 && !shown ? (
        <PlainForm action={revoke} labels={{}} id="revoke" className="mt-4 justify-items-start">
          {which}
          <p className="text-ink-2">{t("revokeLead")}</p>
          <SubmitButton variant="danger">{t("revoke")}</SubmitButton>
        </PlainForm>
      ) : null}
    </Section>
  );
}

async function CredentialTable({ credentials }: { credentials: readonly CredentialView[] }) {
  const t = await getTranslations("servers");
  return (
    <DataTable
      caption={t("credentialTitle")}
      head={
        <>
          <th scope="col">{t("endsWith")}</th>
          <th scope="col">{t("created")}</th>
          <th scope="col">{t("ends")}</th>
        </>
      }
    >
      {credentials.map(({ id, lastFour, createdAt, endsAt }) => (
        <tr key={id}>
          <th scope="row" className="font-mono">{`…${lastFour}`}</th>
          <td data-label={t("created")}>
            <Time at={createdAt} />
          </td>
          <td data-label={t("ends")}>
            {endsAt ? <Time at={endsAt} /> : <span className="text-ink-3">{t("endsNever")}</span>}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

interface IssueProps {
  action: FormAction;
  which: ReactNode;
  replaces: boolean;
}

async function IssueForm({ action, which, replaces }: IssueProps) {
  const t = await getTranslations("servers");
  const graces = (["0", "1", "24", "168"] as const).map((value) => ({ value, label: t(`graces.${value}`) }));
  return (
    <PlainForm
      action={action}
      labels={{ graceHours: t("grace") }}
      initial={{ graceHours: replaces ? "24" : "0" }}
      idempotencyKey={newId()}
      id="issue"
      className="mt-4 max-w-160"
    >
      {which}
      {replaces ? (
        <SelectField name="graceHours" hint={t("graceHint")} options={graces} required />
      ) : (
        <input type="hidden" name="graceHours" value="0" />
      )}
      <div className="form-actions">
        <SubmitButton>{t(replaces ? "issueNew" : "issue")}</SubmitButton>
      </div>
    </PlainForm>
  );
}
