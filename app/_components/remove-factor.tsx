import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import type { FactorView, OwnFactors } from "@/lib/domain/second-factors/queries";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  factor: FactorView;
  own: OwnFactors;
  remove: FormAction;
  back: string;
}

/** Tells whoever removes the last one what that means, before it is gone. */
export async function RemoveFactor({ factor, own, remove, back }: Props) {
  const t = await getTranslations("secondFactor");
  const isLast = own.factors.length === 1;
  const blocked = isLast && own.required;
  const name = factor.name || t(`kinds.${factor.kind}`);
  return (
    <>
      <PageHeader title={t("removeTitle", { name })} lead={t("removeLead")} />
      {isLast ? (
        <Banner tone={blocked ? "danger" : "warn"} title={t("lastTitle")}>
          {t(blocked ? "lastRequired" : "lastLead")}
        </Banner>
      ) : null}
      <PlainForm action={remove} labels={{}} className="panel max-w-160">
        <input type="hidden" name="id" value={factor.id} />
        <div className="form-actions">
          {blocked ? null : <SubmitButton variant="final">{t("removeNamed", { name })}</SubmitButton>}
          <ButtonLink href={back}>{t("back")}</ButtonLink>
        </div>
      </PlainForm>
    </>
  );
}
