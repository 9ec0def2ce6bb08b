import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { readAddress } from "@/app/operator/(desk)/accounts/[accountId]/_components/read-address";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { getCharge } from "@/lib/domain/charges/correction-queries";
import { ChargeAddress } from "@/lib/domain/charges/correction-schema";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { correctChargeAction } from "./actions";

type Props = { params: Promise<{ accountId: string; period: string; chargeId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("correct.title") };
}

export default async function CorrectChargePage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { period, chargeId: id } = await params;
  const address = ChargeAddress.safeParse({ period, id });
  if (!address.success) notFound();
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const charge = await forPage(getCharge(ctx, accountId, address.data));
  const [t, locale] = await Promise.all([getTranslations("desk"), getLocale()]);
  const isMetered = charge.quantity !== null;
  return (
    <>
      <PageHeader
        title={t("correct.titleOf", { id })}
        lead={t("correct.lead")}
        breadcrumb={[
          { href: paths.operator.accounts(), label: t("accounts") },
          { href: paths.operator.account(accountId), label: account.name },
          { href: paths.operator.charges(accountId, { period: period.slice(0, 7) }), label: t("tabs.charges") },
        ]}
      />
      <div className="grid gap-6 max-w-160">
        <DefinitionList
          items={[
            {
              term: t("charges.what"),
              value:
                (locale === "zh-CN" ? charge.skuNameZh : charge.skuNameEn) ??
                t(`charges.categories.${charge.category}`),
            },
            { term: t("subAccount"), value: charge.subAccountName },
            { term: t("charges.used"), value: <Time at={charge.startAt} timeZone={wallet.timeZone} exact /> },
            { term: t("charges.resource"), value: charge.resource },
            {
              term: t("charges.quantity"),
              value: charge.quantity && `${charge.quantity} ${charge.consumedUnit ?? ""}`,
            },
            { term: t("charges.unitPrice"), value: charge.unitPrice },
            {
              term: t("amount"),
              value: <Amount amount={charge.cost} currency={wallet.currency} minorDigits={wallet.minorDigits} />,
            },
            { term: t("reason"), value: charge.note },
          ]}
        />
        {charge.reversedBy ? (
          <Banner tone="info">{t("correct.already", { id: charge.reversedBy })}</Banner>
        ) : (
          <PlainForm
            action={correctChargeAction}
            labels={{ quantity: t("correct.quantity"), reason: t("reason") }}
            idempotencyKey={newId()}
            className="panel"
          >
            <input type="hidden" name="accountId" value={accountId} />
            <input type="hidden" name="period" value={period} />
            <input type="hidden" name="chargeId" value={id} />
            {isMetered ? (
              <Field
                name="quantity"
                hint={t("correct.quantityHint")}
                suffix={charge.consumedUnit}
                inputMode="decimal"
                maxLength={34}
                autoComplete="off"
              />
            ) : null}
            <TextareaField name="reason" hint={t("correct.reasonHint")} rows={2} maxLength={500} required />
            <div className="form-actions">
              <SubmitButton variant="danger">{t("correct.submit")}</SubmitButton>
              <ButtonLink href={paths.operator.charges(accountId, { period: period.slice(0, 7) })}>
                {t("cancel")}
              </ButtonLink>
            </div>
          </PlainForm>
        )}
      </div>
    </>
  );
}
