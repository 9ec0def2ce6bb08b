import { useTranslations } from "next-intl";
import { Field } from "@/components/forms/field";
import { SelectField } from "@/components/forms/select-field";

const windows = ["month", "week", "day", "hour", "lifetime"] as const;

/** How much in which window, and what happens then. */
export function LimitFields({ currency }: { currency: string }) {
  const t = useTranslations("limits");
  return (
    <>
      <SelectField name="per" options={windows.map((value) => ({ value, label: t(`per.${value}`) }))} required />
      <div className="form-pair">
        <Field
          name="soft"
          hint={t("softHint")}
          suffix={currency}
          inputMode="decimal"
          maxLength={24}
          autoComplete="off"
        />
        <Field
          name="hard"
          hint={t("hardHint")}
          suffix={currency}
          inputMode="decimal"
          maxLength={24}
          autoComplete="off"
        />
      </div>
      <SelectField
        name="onSoft"
        hint={t("onSoftHint")}
        options={(["tell", "ask"] as const).map((value) => ({ value, label: t(`onSofts.${value}`) }))}
        required
      />
      <SelectField
        name="stops"
        hint={t("thenHint")}
        options={(["new", "throttle", "all"] as const).map((value) => ({ value, label: t(`stops.${value}`) }))}
        required
      />
    </>
  );
}
