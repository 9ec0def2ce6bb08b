import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { wordLabel } from "@/lib/domain/sub-accounts/label-rules";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { LifeHeader, lifeTitle } from "../_components/life-header";
import { editSubAccountAction } from "./actions";

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await lifeTitle("editTitle", (await params).name) };
}

export default async function EditSubAccountPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const { displayName, email, phone, note, labels: given } = await forPage(getSubAccount(ctx, name, "ram:UpdateUser"));
  const [t, fields] = await Promise.all([getTranslations("subAccountLife"), getTranslations("subAccounts")]);
  const labels = {
    displayName: fields("displayName"),
    email: fields("email"),
    phone: fields("phone"),
    note: fields("note"),
    labels: fields("labels"),
  };
  return (
    <>
      <LifeHeader title={t("editTitle", { name })} lead={t("editLead")} name={name} />
      <PlainForm
        action={editSubAccountAction}
        labels={labels}
        initial={{ displayName, email, phone, note, labels: given.map(wordLabel).join("\n") }}
        idempotencyKey={newId()}
        className="panel max-w-160"
      >
        <input type="hidden" name="name" value={name} />
        <Field name="displayName" hint={fields("displayNameHint")} maxLength={64} autoComplete="off" />
        <div className="form-pair">
          <Field name="email" type="email" hint={fields("emailHint")} maxLength={254} autoComplete="off" />
          <Field name="phone" type="tel" hint={fields("phoneHint")} maxLength={40} autoComplete="off" />
        </div>
        <TextareaField name="note" hint={fields("noteHint")} rows={3} maxLength={500} />
        <TextareaField name="labels" hint={fields("labelsHint")} rows={3} maxLength={4096} />
        <div className="form-actions">
          <SubmitButton>{t("save")}</SubmitButton>
          <ButtonLink href={paths.subAccounts.overview(name)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
