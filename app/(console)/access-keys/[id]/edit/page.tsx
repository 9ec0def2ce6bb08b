import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyFields } from "@/app/(console)/access-keys/_components/key-fields";
import { KeyHeader, keyTitle } from "@/app/(console)/access-keys/_components/key-header";
import { editAccessKeyAction } from "@/app/(console)/access-keys/actions";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { ButtonLink } from "@/components/ui/button-link";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { textOfAddressLists } from "@/lib/foundation/address-list-schema";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await keyTitle((await params).id) };
}

export default async function EditAccessKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { key } = await forPage(getAccessKey(ctx, (await params).id));
  const t = await getTranslations("accessKeys");
  const labels = { name: t("name"), note: t("note"), expiresInDays: t("expires"), addresses: t("addresses") };
  const addressLists = key.addressLists ?? [];
  return (
    <>
      <KeyHeader accessKey={key} title={t("editTitle")} />
      <PlainForm
        action={editAccessKeyAction}
        labels={labels}
        initial={{
          ...{ name: key.name, note: key.note, expiresInDays: "keep" },
          addresses: textOfAddressLists(addressLists),
        }}
        className="panel max-w-160"
      >
        <input type="hidden" name="id" value={key.id} />
        <input type="hidden" name="ownerName" value={key.ownerName ?? ""} />
        <KeyFields keeps listsApart={addressLists.length > 1} />
        <div className="form-actions">
          <SubmitButton>{t("save")}</SubmitButton>
          <ButtonLink href={paths.accessKeys.one(key.id)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
