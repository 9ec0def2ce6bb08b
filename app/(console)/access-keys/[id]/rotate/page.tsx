import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyHeader, keyTitle } from "@/app/(console)/access-keys/_components/key-header";
import { rotateAccessKeyAction } from "@/app/(console)/access-keys/actions";
import { PlainForm } from "@/components/forms/plain-form";
import { RadioField } from "@/components/forms/radio-field";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await keyTitle((await params).id) };
}

export default async function RotateAccessKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { key, others } = await forPage(getAccessKey(ctx, (await params).id));
  const t = await getTranslations("accessKeys");
  const working = others.filter(({ standing }) => standing === "active" || standing === "retiring");
  return (
    <>
      <KeyHeader accessKey={key} title={t("rotateTitle")} lead={t("rotateLead")} />
      <PlainForm
        action={rotateAccessKeyAction}
        labels={{ graceHours: t("grace"), retires: t("retires") }}
        initial={{ graceHours: "168", retires: "" }}
        idempotencyKey={newId()}
        className="panel max-w-160"
      >
        <input type="hidden" name="id" value={key.id} />
        <input type="hidden" name="ownerName" value={key.ownerName ?? ""} />
        <RadioField
          name="graceHours"
          required
          options={(["0", "1", "24", "168", "720"] as const).map((value) => ({ value, label: t(`graceOf.${value}`) }))}
        />
        {working.length > 0 ? (
          <SelectField
            name="retires"
            hint={t("retiresHint")}
            options={[
              { value: "", label: t("retiresNone") },
              ...working.map(({ id, name }) => ({ value: id, label: name ? `${id} (${name})` : id })),
            ]}
          />
        ) : null}
        <div className="form-actions">
          <SubmitButton>{t("rotate")}</SubmitButton>
          <ButtonLink href={paths.accessKeys.one(key.id)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
