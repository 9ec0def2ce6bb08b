import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { BillPage } from "@/app/(console)/bills/_components/bill-page";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { listChanges } from "@/lib/domain/spend/change-queries";
import { getBill, listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter, ChangeFilter } from "@/lib/domain/spend/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ month: string; name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }, { name }] = await Promise.all([getTranslations("finance"), requireConsoleContext(), params]);
  return { title: `${name} · ${t("bills")} · ${account.alias}` };
}

/** A sub-account's month: its own, and that of whoever sees the account's money. Everybody else's is not there. */
export default async function SubAccountBillPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { month, name } = await params;
  const address = await searchParams;
  const asked = BillFilter.parse(address);
  const change = ChangeFilter.safeParse(address).data;
  const filter = asked.by === "sub-account" ? { ...asked, by: "sku" as const } : asked;
  const bill = await forPage(getBill(ctx, month, name));
  const changes = change && (await forPage(listChanges(ctx, { month, name }, change)));
  const lines = change ? undefined : await forPage(listBillLines(ctx, { month, name }, filter));
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const seesAll = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  const breadcrumb = seesAll
    ? [
        { href: paths.bills.list(), label: t("bills") },
        { href: paths.bills.one(month), label: sayMonth(format, month) },
      ]
    : [{ href: paths.spend(), label: t("spend") }];
  const mayExport = mayDo(ctx, "bss:ExportBill", subAccountResource(ctx, name));
  return (
    <BillPage
      {...{ bill, lines, changes, filter, breadcrumb, mayExport }}
      part={change?.part || undefined}
      {...(seesAll && { uncoveredHref: paths.transactions({ kind: "overage", name, month }) })}
    />
  );
}
