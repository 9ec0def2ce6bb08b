import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Amount } from "@/app/operator/(desk)/_components/amount";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import type { DeskAccount } from "@/lib/domain/wallet/operator-queries";
import type { WalletView } from "@/lib/domain/wallet/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  account: DeskAccount;
  wallet: WalletView;
  title: string;
  lead: string;
  children: ReactNode;
}

/** One act on a wallet: what stands there before it, then the form. */
export async function ActPage({ account, wallet, title, lead, children }: Props) {
  const t = await getTranslations("desk");
  const amount = (key: "posted" | "unsettled" | "available" | "owed") => ({
    term: t(key),
    value: <Amount amount={wallet[key]} currency={wallet.currency} minorDigits={wallet.minorDigits} />,
  });
  return (
    <>
      <PageHeader
        title={title}
        lead={lead}
        breadcrumb={[
          { href: paths.operator.accounts(), label: t("accounts") },
          { href: paths.operator.account(account.accountId), label: account.name },
        ]}
      />
      <div className="grid gap-6 max-w-160">
        <DefinitionList items={[amount("posted"), amount("unsettled"), amount("available"), amount("owed")]} />
        {children}
      </div>
    </>
  );
}
