import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/forms/field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Section } from "@/components/ui/section";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { writeMicros } from "@/lib/foundation/money";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { setArrearsAction, setOverdraftAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("tabs.arrears") };
}

export default async function ArrearsPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const t = await getTranslations("desk");
  const { graceHours, lowWater, overdraft, currency } = wallet;
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="arrears" />
      <div className="grid gap-8 max-w-160">
        <Section id="grace" title={t("arrears.graceTitle")} lead={t("arrears.graceLead")}>
          <PlainForm
            action={setArrearsAction}
            labels={{ graceHours: t("arrears.graceHours"), lowWater: t("lowWater") }}
            initial={{ graceHours: String(graceHours), lowWater: writeMicros(lowWater) }}
            id="arrears"
          >
            <input type="hidden" name="accountId" value={accountId} />
            <Field name="graceHours" hint={t("arrears.graceHint")} inputMode="numeric" maxLength={3} required />
            <Field name="lowWater" hint={t("arrears.lowHint")} suffix={currency} inputMode="decimal" required />
            <div className="form-actions">
              <SubmitButton>{t("arrears.save")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
        <Section id="overdraft" title={t("overdraft")} lead={t("arrears.overdraftLead")}>
          <PlainForm
            action={setOverdraftAction}
            labels={{ overdraft: t("overdraft") }}
            initial={{ overdraft: writeMicros(overdraft) }}
            id="overdraft-form"
          >
            <input type="hidden" name="accountId" value={accountId} />
            <Field name="overdraft" hint={t("arrears.overdraftHint")} suffix={currency} inputMode="decimal" required />
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("arrears.saveOverdraft")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      </div>
    </>
  );
}
