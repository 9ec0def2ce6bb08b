import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import type { FactorView } from "@/lib/domain/second-factors/queries";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  factor: FactorView;
  rename: FormAction;
  back: string;
}

/** What a passkey is called is its owner's business; nothing else of it changes. */
export async function RenameFactor({ factor, rename, back }: Props) {
  const t = await getTranslations("secondFactor");
  return (
    <>
      <PageHeader title={t("passkeys.renameTitle", { name: factor.name })} />
      <PlainForm
        action={rename}
        labels={{ name: t("passkeys.name") }}
        initial={{ name: factor.name }}
        className="panel max-w-160"
      >
        <input type="hidden" name="id" value={factor.id} />
        <Field name="name" required maxLength={64} autoComplete="off" hint={t("passkeys.nameHint")} />
        <div className="form-actions">
          <SubmitButton>{t("passkeys.saveName")}</SubmitButton>
          <ButtonLink href={back}>{t("back")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
