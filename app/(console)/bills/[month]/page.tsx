import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { BillPage } from "@/app/(console)/bills/_components/bill-page";
import { sayMonth } from "@/app/(console)/bills/_components/words";
import { mayDo } from "@/lib/authorization/authorize";
import { billResource } from "@/lib/authorization/resources";
import { listChanges } from "@/lib/domain/spend/change-queries";
import { getBill, listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter, ChangeFilter, Month } from "@/lib/domain/spend/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ month: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, format, { account }, { month }] = await Promise.all([
    getTranslations("finance"),
    getFormatter(),
    requireConsoleContext(),
    params,
  ]);
  const name = Month.safeParse(month).success ? sayMonth(format, month) : month;
  return { title: `${name} · ${t("bills")} · ${account.alias}` };
}

export default async function MonthPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { month } = await params;
  const asked = await searchParams;
  const filter = BillFilter.parse(asked);
  const change = ChangeFilter.safeParse(asked).data;
  const bill = await forPage(getBill(ctx, month));
  const of = { month, name: "" };
  const changes = change && (await forPage(listChanges(ctx, of, change)));
  const lines = change ? undefined : await forPage(listBillLines(ctx, of, filter));
  const t = await getTranslations("finance");
  return (
    <BillPage
      bill={bill}
      lines={lines}
      changes={changes}
      filter={filter}
      part={change?.part || undefined}
      mayExport={mayDo(ctx, "bss:ExportBill", billResource(ctx))}
      breadcrumb={[{ href: paths.bills.list(), label: t("bills") }]}
    />
  );
}
