import { useTranslations } from "next-intl";
import { Field } from "@/components/forms/field";
import { SelectField } from "@/components/forms/select-field";
import { TextareaField } from "@/components/forms/textarea-field";

/** What a key is called, how long it lives and from where it may call: the same when it is made and when it is changed. */
export function KeyFields({ keeps = false, listsApart = false }: { keeps?: boolean; listsApart?: boolean }) {
  const t = useTranslations("accessKeys");
  const days = (["30", "90", "180", "365"] as const).map((value) => ({
    value,
    label: t("inDays", { days: Number(value) }),
  }));
  return (
    <>
      <Field name="name" hint={t("nameHint")} maxLength={64} autoComplete="off" />
      <TextareaField name="note" rows={2} maxLength={500} />
      <SelectField
        name="expiresInDays"
        required
        hint={t("expiresHint")}
        options={[
          ...(keeps ? [{ value: "keep", label: t("expiryKept") }] : []),
          ...days,
          { value: "none", label: t("expiryNone") },
        ]}
      />
      <TextareaField
        name="addresses"
        hint={t(listsApart ? "listsHint" : "addressesHint")}
        rows={listsApart ? 6 : 3}
        maxLength={4000}
        mono
      />
    </>
  );
}
