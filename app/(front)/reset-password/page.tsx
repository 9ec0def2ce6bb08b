import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { typedAlias } from "@/lib/domain/sign-in/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import type { SearchParams } from "@/lib/entrypoints/console/read-next";
import { DoorFrame } from "../_components/door-frame";
import { requestPasswordResetAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.forgotten.title")} · ${t("common.productName")}` };
}

/** After asking, the page is the same for every name. */
export default async function ForgottenPassword({ searchParams }: { searchParams: SearchParams }) {
  const search = await searchParams;
  const alias = typedAlias.safeParse(search.alias).data;
  const t = await getTranslations("doors");
  const back = { href: alias ? paths.door(alias) : paths.rootDoor(), label: t("links.back") };
  if (search.sent !== undefined) {
    const again = { href: alias ? paths.forgottenAt(alias) : paths.forgotten(), label: t("forgotten.again") };
    return (
      <DoorFrame title={t("forgotten.sentTitle")} owner={alias} lead={t("forgotten.sent")} links={[back, again]}>
        <p className="mt-4 text-ink-2">{t("forgotten.sentNothing")}</p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame
      title={t("forgotten.title")}
      owner={alias}
      lead={t(alias ? "forgotten.leadSubAccount" : "forgotten.lead")}
      links={[back]}
    >
      <PlainForm action={requestPasswordResetAction} labels={{ name: t(alias ? "subAccount.name" : "email") }}>
        <input type="hidden" name="alias" value={alias ?? ""} />
        <Field
          name="name"
          type={alias ? "text" : "email"}
          required
          maxLength={254}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>{t("forgotten.submit")}</SubmitButton>
      </PlainForm>
    </DoorFrame>
  );
}
