import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyHeader, keyTitle } from "@/app/(console)/access-keys/_components/key-header";
import { deleteAccessKeyAction } from "@/app/(console)/access-keys/actions";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await keyTitle((await params).id) };
}

export default async function DeleteAccessKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { key } = await forPage(getAccessKey(ctx, (await params).id));
  const t = await getTranslations("accessKeys");
  const back = <ButtonLink href={paths.accessKeys.one(key.id)}>{t("cancel")}</ButtonLink>;
  return (
    <>
      <KeyHeader accessKey={key} title={t("deleteTitle")} />
      {key.state === "active" ? (
        <Banner tone="warn" title={t("disableFirstTitle")} action={back}>
          {t("disableFirst")}
        </Banner>
      ) : (
        <>
          <Banner tone="danger" title={t("forGood")}>
            {t("deleteText")}
          </Banner>
          <PlainForm action={deleteAccessKeyAction} labels={{ typedId: t("typeId") }} className="panel max-w-160">
            <input type="hidden" name="id" value={key.id} />
            <input type="hidden" name="ownerName" value={key.ownerName ?? ""} />
            <Field
              name="typedId"
              hint={t("typeIdHint", { id: key.id })}
              required
              mono
              maxLength={64}
              autoComplete="off"
            />
            <div className="form-actions">
              <SubmitButton variant="final">{t("delete")}</SubmitButton>
              {back}
            </div>
          </PlainForm>
        </>
      )}
    </>
  );
}
