import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { ActPage } from "@/app/operator/(desk)/accounts/[accountId]/_components/act-page";
import { readAddress } from "@/app/operator/(desk)/accounts/[accountId]/_components/read-address";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { getTopUp } from "@/lib/domain/wallet/act-queries";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { TopUpAddress } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { reverseTopUpAction } from "./actions";

type Props = { params: Promise<{ accountId: string; topUpId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("reverse.title") };
}

export default async function ReverseTopUpPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { topUpId } = await params;
  const address = TopUpAddress.safeParse({ accountId, topUpId });
  if (!address.success) notFound();
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const topUp = await forPage(getTopUp(ctx, address.data));
  if (topUp.reversedAt) notFound();
  const t = await getTranslations("desk");
  const { currency, minorDigits } = wallet;
  return (
    <ActPage account={account} wallet={wallet} title={t("reverse.title")} lead={t("reverse.lead")}>
      <Banner tone="warn">
        {t.rich("reverse.impact", {
          reference: topUp.reference,
          amount: () => <Amount amount={topUp.amount} currency={currency} minorDigits={minorDigits} />,
        })}
      </Banner>
      <PlainForm
        action={reverseTopUpAction}
        labels={{ reason: t("reason") }}
        idempotencyKey={newId()}
        className="panel"
      >
        <input type="hidden" name="accountId" value={accountId} />
        <input type="hidden" name="topUpId" value={topUpId} />
        <TextareaField name="reason" rows={2} maxLength={500} required />
        <div className="form-actions">
          <SubmitButton variant="danger">{t("reverse.submit")}</SubmitButton>
          <ButtonLink href={paths.operator.acts(accountId)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </ActPage>
  );
}
