import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { actingSubAccount } from "@/lib/authorization/context";
import { getUploadTerms } from "@/lib/domain/ssh-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { expiryOptions } from "../_components/expiry-options";
import { uploadPublicKeyAction } from "../actions";

/** One line makes a pair and shows or copies its public half. */
const makers = {
  Linux: "ssh-keygen -t ed25519 && cat ~/.ssh/id_ed25519.pub",
  macOS: "ssh-keygen -t ed25519 && pbcopy < ~/.ssh/id_ed25519.pub",
  Windows: "ssh-keygen -t ed25519; Get-Content ~\\.ssh\\id_ed25519.pub | Set-Clipboard",
};

interface Props {
  searchParams: Promise<{ owner?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("sshKeys"), requireConsoleContext()]);
  return { title: `${t("addTitle")} · ${account.alias}` };
}

export default async function AddSshKeyPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { owner } = await searchParams;
  const own = actingSubAccount(ctx.actor)?.name;
  const { anyOwner } = await forPage(getUploadTerms(ctx));
  const t = await getTranslations("sshKeys");
  const labels = {
    subAccountName: t("owner"),
    publicKey: t("publicKey"),
    name: t("name"),
    expiresInDays: t("expires"),
  };
  return (
    <>
      <PageHeader
        title={t("addTitle")}
        lead={t("addLead")}
        breadcrumb={[{ label: t("title"), href: paths.sshKeys.list() }]}
      />
      <PlainForm
        action={uploadPublicKeyAction}
        labels={labels}
        initial={{ subAccountName: typeof owner === "string" ? owner : "", expiresInDays: "365" }}
        idempotencyKey={newId()}
        className="panel max-w-160"
      >
        {anyOwner ? (
          <Field name="subAccountName" hint={t("ownerHint")} required mono maxLength={64} autoComplete="off" />
        ) : (
          <input type="hidden" name="subAccountName" value={own} />
        )}
        <TextareaField
          name="publicKey"
          hint={t("publicKeyHint")}
          required
          mono
          rows={4}
          maxLength={16_384}
          autoComplete="off"
          spellCheck={false}
          placeholder="ssh-ed25519 AAAA… name@computer"
        />
        <div className="form-pair">
          <Field name="name" hint={t("nameHint")} maxLength={64} autoComplete="off" />
          <SelectField name="expiresInDays" hint={t("expiresHint")} options={expiryOptions(t)} />
        </div>
        <div className="form-actions">
          <SubmitButton>{t("add")}</SubmitButton>
          <ButtonLink href={paths.sshKeys.list()}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
      <Section id="make" title={t("makeTitle")} lead={t("makeLead")}>
        <DefinitionList
          items={Object.entries(makers).map(([term, line]) => ({ term, value: <code>{line}</code>, copy: line }))}
        />
      </Section>
    </>
  );
}
