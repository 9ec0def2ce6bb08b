import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { Banner } from "@/components/ui/banner";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { getReconciliation } from "@/lib/domain/wallet/reconciliation-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { AccountHeader } from "../_components/account-header";
import { readAddress } from "../_components/read-address";
import { rebuildRollupsAction } from "./actions";

type Props = { params: Promise<{ accountId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: t("tabs.reconciliation") };
}

export default async function AccountReconciliationPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const accountId = await readAddress(params);
  const { account, wallet, ties, broken, months, unrated, quarantined } = await forPage(
    getReconciliation(ctx, accountId),
  );
  const t = await getTranslations("desk");
  const rowsOf = {
    ledger: paths.operator.account(accountId),
    wallet: paths.operator.account(accountId),
    settled: paths.operator.account(accountId),
    charged: paths.operator.charges(accountId),
    months: paths.operator.charges(accountId),
    days: paths.operator.charges(accountId),
    skus: paths.operator.charges(accountId),
    usage: paths.operator.quarantine({ account: account.name }),
  };
  const amount = (micros: (typeof ties)[number]["left"]) => (
    <Amount amount={micros} currency={wallet.currency} minorDigits={6} />
  );
  return (
    <>
      <AccountHeader account={account} wallet={wallet} current="reconciliation" />
      {broken.length === 0 && ties.every(({ difference }) => difference === 0n) ? (
        <Banner tone="ok">{t("ties.allEqual")}</Banner>
      ) : (
        <Banner tone="danger" title={t("ties.differ")}>
          <ul>
            {broken.map(({ invariant, detail }) => (
              <li key={`${invariant} ${detail}`} className="font-mono">
                {invariant}: {detail}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <Section id="ties" title={t("ties.title")} lead={t("ties.lead")}>
        <DataTable
          caption={t("ties.title")}
          head={
            <>
              <th scope="col">{t("ties.sum")}</th>
              <th scope="col" className="num">
                {t("ties.one")}
              </th>
              <th scope="col" className="num">
                {t("ties.other")}
              </th>
              <th scope="col" className="num">
                {t("ties.difference")}
              </th>
            </>
          }
        >
          {ties.map(({ name, left, right, difference }) => (
            <tr key={name}>
              <th scope="row">
                <Link href={rowsOf[name]} prefetch={false}>
                  {t(`ties.names.${name}`)}
                </Link>
              </th>
              <td data-label={t("ties.one")} className="num">
                {amount(left)}
              </td>
              <td data-label={t("ties.other")} className="num">
                {amount(right)}
              </td>
              <td data-label={t("ties.difference")} className="num">
                {difference === 0n ? amount(difference) : <strong>{amount(difference)}</strong>}
              </td>
            </tr>
          ))}
        </DataTable>
        <DefinitionList
          items={[
            { term: t("ties.unrated"), value: String(unrated) },
            {
              term: t("ties.quarantined"),
              value: <Link href={paths.operator.quarantine({ account: account.name })}>{quarantined}</Link>,
            },
          ]}
        />
      </Section>
      {months.length > 0 ? (
        <Section id="rebuild" title={t("rebuild.title")} lead={t("rebuild.lead")}>
          <PlainForm action={rebuildRollupsAction} labels={{ period: t("charges.month") }} className="max-w-160">
            <input type="hidden" name="accountId" value={accountId} />
            <SelectField
              name="period"
              options={months.map((value) => ({ value, label: value.slice(0, 7) }))}
              required
            />
            <div className="form-actions">
              <SubmitButton variant="secondary">{t("rebuild.submit")}</SubmitButton>
            </div>
          </PlainForm>
        </Section>
      ) : null}
    </>
  );
}
