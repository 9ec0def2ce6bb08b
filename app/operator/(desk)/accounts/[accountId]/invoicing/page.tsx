import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { PlainForm } from "@/components/forms/plain-form";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { getInvoicing } from "@/lib/domain/bills/invoicing-queries";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { setInvoicingModeAction } from "./actions";

const modes = ["usage_invoiced", "prepayment_invoiced"] as const;

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("tabs.invoicing") };
}

export default async function InvoicingPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const { month, mode, nextMonth, nextMode } = await forPage(getInvoicing(ctx, accountId));
  const [t, format] = await Promise.all([getTranslations("desk"), getFormatter()]);
  const next = sayMonth(format, nextMonth);
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="invoicing" />
      <div className="grid gap-8 max-w-160">
        <Section id="invoicing" title={t("tabs.invoicing")} lead={t("invoicing.lead")}>
          <DefinitionList
            items={[
              { term: t("invoicing.this", { month: sayMonth(format, month) }), value: t(`invoicing.modes.${mode}`) },
              { term: t("invoicing.next", { month: next }), value: t(`invoicing.modes.${nextMode}`) },
            ]}
          />
          {nextMode === mode ? null : (
            <p className="section-lead mt-3">
              {t("invoicing.switch", { month: next, before: sayMonth(format, month) })}
            </p>
          )}
        </Section>
        <Section id="change" title={t("invoicing.order", { month: next })} lead={t("invoicing.modeHint")}>
          <PlainForm
            action={setInvoicingModeAction}
            labels={{ mode: t("invoicing.mode") }}
            initial={{ mode: nextMode }}
          >
            <input type="hidden" name="accountId" value={accountId} />
            <RadioField
              name="mode"
              options={modes.map((value) => ({
                value,
                label: t(`invoicing.modes.${value}`),
                hint: t(`invoicing.modeLead.${value}`),
              }))}
              required
            />
            <div className="form-actions">
              <SubmitButton>{t("invoicing.save")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      </div>
    </>
  );
}
