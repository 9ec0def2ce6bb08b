import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { Field } from "@/components/forms/field";
import { FileField } from "@/components/forms/file-field";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { ButtonLink } from "@/components/ui/button-link";
import { foreseeTopUp } from "@/lib/domain/limits/foresee-top-up";
import { getAccountWallet } from "@/lib/domain/wallet/operator-queries";
import { TopUpView } from "@/lib/domain/wallet/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { ActPage } from "../_components/act-page";
import { readAddress } from "../_components/read-address";
import { TopUpEffect } from "./_components/top-up-effect";
import { topUpWalletAction } from "./actions";

type Props = PageProps<"/operator/accounts/[accountId]/top-up">;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("topUp.title") };
}

/** First what is credited, then what that does and whether it was told before; the file is chosen with the second. */
export default async function TopUpPage({ params, searchParams }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet } = await forPage(getAccountWallet(ctx, accountId));
  const view = TopUpView.safeParse({ ...(await searchParams), accountId });
  const asked = view.data;
  const foreseen = asked && (await forPage(foreseeTopUp(ctx, asked)));
  const t = await getTranslations("desk");
  const labels = {
    amount: t("amount"),
    reference: t("reference"),
    note: t("note"),
    evidence: t("evidence"),
    again: t("topUp.again"),
  };
  return (
    <ActPage
      account={account}
      wallet={wallet}
      title={t("topUp.titleOf", { name: account.name })}
      lead={t("topUp.lead")}
    >
      {foreseen && asked ? <TopUpEffect foreseen={foreseen} amount={asked.amount} wallet={wallet} /> : null}
      <PlainForm
        action={topUpWalletAction}
        labels={labels}
        {...(asked && {
          initial: { amount: writeMicros(asked.amount), reference: asked.reference, note: asked.note },
        })}
        idempotencyKey={newId()}
        className="panel"
      >
        <input type="hidden" name="accountId" value={accountId} />
        <Field
          name="amount"
          hint={t("amountHint")}
          suffix={wallet.currency}
          inputMode="decimal"
          maxLength={24}
          autoComplete="off"
          required
        />
        <Field name="reference" hint={t("topUp.referenceHint")} maxLength={200} autoComplete="off" required />
        <TextareaField name="note" rows={2} maxLength={500} />
        {asked ? (
          <>
            <input type="hidden" name="seen" value={writeMicros(asked.amount)} />
            <FileField name="evidence" accept=".pdf,.jpg,.jpeg,.png" hint={t("topUp.evidenceHint")} />
            <CheckboxField name="again" />
          </>
        ) : null}
        <div className="form-actions">
          {asked ? (
            <SubmitButton name="intent" value="credit">
              {t("topUp.submit")}
            </SubmitButton>
          ) : null}
          <SubmitButton name="intent" value="look" variant={asked ? "secondary" : "primary"}>
            {t(asked ? "topUp.lookAgain" : "topUp.look")}
          </SubmitButton>
          <ButtonLink href={paths.operator.account(accountId)}>{t("cancel")}</ButtonLink>
        </div>
      </PlainForm>
    </ActPage>
  );
}
