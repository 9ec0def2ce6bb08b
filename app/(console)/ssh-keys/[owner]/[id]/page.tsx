import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { expiryOptions } from "@/app/(console)/ssh-keys/_components/expiry-options";
import { PublicKeyTable } from "@/app/(console)/ssh-keys/_components/public-key-table";
import { deletePublicKeyAction, updatePublicKeyAction } from "@/app/(console)/ssh-keys/actions";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getPublicKey } from "@/lib/domain/ssh-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";

type Props = { params: Promise<{ owner: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("sshKeys"), requireConsoleContext()]);
  return { title: `${t("changeTitle")} · ${account.alias}` };
}

export default async function SshKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { owner, id } = await params;
  const key = await forPage(getPublicKey(ctx, "ram:UpdatePublicKey", owner, id));
  const t = await getTranslations("sshKeys");
  return (
    <>
      <PageHeader
        title={key.name}
        lead={t("changeLead", { owner })}
        breadcrumb={[{ label: t("title"), href: paths.sshKeys.list() }]}
      />
      <PublicKeyTable keys={[key]} mayChange={false} />
      <Section id="change" title={t("changeTitle")}>
        <PlainForm
          action={updatePublicKeyAction}
          labels={{ name: t("name"), expiresInDays: t("expires") }}
          initial={{ name: key.name, expiresInDays: "keep" }}
          idempotencyKey={newId()}
          className="panel max-w-160"
        >
          <input type="hidden" name="subAccountName" value={owner} />
          <input type="hidden" name="id" value={id} />
          <div className="form-pair">
            <Field name="name" required maxLength={64} autoComplete="off" />
            <SelectField
              name="expiresInDays"
              hint={t("expiresHint")}
              options={[{ value: "keep", label: t("keepExpiry") }, ...expiryOptions(t)]}
            />
          </div>
          <div className="form-actions">
            <SubmitButton>{t("save")}</SubmitButton>
            <ButtonLink href={paths.sshKeys.list()}>{t("cancel")}</ButtonLink>
          </div>
        </PlainForm>
      </Section>
      <Section id="remove" title={t("removeTitle")} lead={t("removeLead")}>
        <PlainForm action={deletePublicKeyAction} labels={{}} id="remove-key" className="justify-items-start">
          <input type="hidden" name="subAccountName" value={owner} />
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant="danger">{t("remove")}</SubmitButton>
        </PlainForm>
      </Section>
    </>
  );
}
