import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listAccounts } from "@/lib/domain/accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

const Query = z.object({ after: z.string().max(64).catch("") });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts");
  return { title: t("title") };
}

export default async function AccountsPage({ searchParams }: PageProps<"/operator/accounts">) {
  const ctx = await requireOperatorContext();
  const { after } = Query.parse(await searchParams);
  const { rows, next } = await forPage(listAccounts(ctx, { after }));
  const t = await getTranslations("accounts");
  const first = paths.operator.accounts();
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <>
          <DataTable
            caption={t("title")}
            head={
              <>
                <th scope="col">{t("name")}</th>
                <th scope="col">{t("company")}</th>
                <th scope="col">{t("uid")}</th>
                <th scope="col">{t("verification")}</th>
                <th scope="col" className="num">
                  {t("subAccounts")}
                </th>
                <th scope="col">{t("created")}</th>
              </>
            }
          >
            {rows.map((row) => (
              <tr key={row.uid}>
                <th scope="row">{row.name}</th>
                <td data-label={t("company")}>{row.companyName}</td>
                <td data-label={t("uid")} className="font-mono">
                  {row.uid}
                </td>
                <td data-label={t("verification")}>{t(`verifications.${row.verification}`)}</td>
                <td data-label={t("subAccounts")} className="num">
                  {row.subAccounts}
                </td>
                <td data-label={t("created")}>
                  <Time at={row.createdAt} />
                </td>
              </tr>
            ))}
          </DataTable>
          <Pager
            {...(after ? { newerHref: first, newerLabel: t("firstPage") } : {})}
            {...(next ? { olderHref: `${first}?after=${next}`, olderLabel: t("nextPage") } : {})}
          />
        </>
      )}
    </>
  );
}
