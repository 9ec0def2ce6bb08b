"use client";

import { useTranslations } from "next-intl";
import { SubmitButton } from "@/components/forms/submit-button";

/** The first one is what the Enter key presses. */
export function DetailsButtons() {
  const t = useTranslations("identityVerification.details");
  return (
    <div className="form-actions">
      <SubmitButton name="intent" value="continue">
        {t("continue")}
      </SubmitButton>
      <SubmitButton name="intent" value="save" variant="secondary" formNoValidate>
        {t("save")}
      </SubmitButton>
    </div>
  );
}
