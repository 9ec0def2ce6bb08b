import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Flash } from "@/app/_components/flash";
import { WalletStateBadge } from "@/app/operator/(desk)/_components/wallet-state-badge";
import { PageHeader } from "@/components/ui/page-header";
import type { DeskAccount } from "@/lib/domain/wallet/operator-queries";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

const tabs = [
  "statement",
  "acts",
  "charges",
  "contractPrices",
  "fees",
  "arrears",
  "invoicing",
  "reconciliation",
] as const;

interface Props {
  account: DeskAccount;
  wallet?: WalletView;
  current: (typeof tabs)[number];
  action?: ReactNode;
}

/** Of every page about one account's money: whose it is, how it stands, and its sides. */
export async function AccountHeader({ account, wallet, current, action }: Props) {
  const t = await getTranslations("desk");
  const { accountId, name, companyName, uid } = account;
  const hrefs = {
    statement: paths.operator.account(accountId),
    acts: paths.operator.acts(accountId),
    charges: paths.operator.charges(accountId),
    contractPrices: paths.operator.contractPrices(accountId),
    fees: paths.operator.fees(accountId),
    arrears: paths.operator.walletAct(accountId, "arrears"),
    invoicing: paths.operator.invoicing(accountId),
    reconciliation: paths.operator.walletAct(accountId, "reconciliation"),
  };
  return (
    <>
      <PageHeader
        title={name}
        subtitle={companyName}
        {...(wallet && { state: <WalletStateBadge state={wallet.state} soft /> })}
        breadcrumb={[{ href: paths.operator.accounts(), label: t("accounts") }]}
        facts={[
          <span key="uid" className="font-mono">
            {uid}
          </span>,
          ...(wallet ? [t("booksFact", { currency: wallet.currency, zone: wallet.timeZone })] : []),
        ]}
        {...(action ? { action } : {})}
        tabs={tabs.map((tab) => ({ href: hrefs[tab], label: t(`tabs.${tab}`), current: tab === current }))}
      />
      <Flash />
    </>
  );
}
