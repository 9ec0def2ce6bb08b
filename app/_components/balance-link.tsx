import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { Context } from "@/lib/authorization/context";
import { getWallet } from "@/lib/domain/wallet/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { DomainError } from "@/lib/foundation/errors";
import { digitsOf, formatMoney } from "@/lib/foundation/format-money";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";

/** What the wallet can still spend. A page that the wallet is not about does not fail with it. */
export async function BalanceLink({ ctx }: { ctx: Context }) {
  const [t, locale, wallet] = await Promise.all([
    getTranslations("shell"),
    getLocale(),
    getWallet(ctx).catch((error: unknown) => {
      if (error instanceof DomainError || isStaleAuthority(error)) return undefined;
      throw error;
    }),
  ]);
  if (!wallet) return null;
  const { available, currency, minorDigits } = wallet;
  const exact = formatMoney(available, { locale, currency, digits: digitsOf([available], minorDigits) });
  return (
    <Link href={paths.wallet()} prefetch={false} className="shell-balance" title={exact}>
      <span className="shell-balance-label">{t("balance")} </span>
      {formatMoney(available, { locale, currency, digits: minorDigits })}
    </Link>
  );
}
