import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { HostList } from "@/app/_components/servers/host-list";
import { DataTable } from "@/components/tables/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listPlatformServers } from "@/lib/domain/servers/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("servers");
  return { title: t("title") };
}

export default async function PlatformServersPage() {
  const ctx = await requireOperatorContext();
  const rows = await forPage(listPlatformServers(ctx));
  const t = await getTranslations("servers");
  const register = (
    <ButtonLink href={paths.operator.registerServer()} variant="primary">
      {t("register")}
    </ButtonLink>
  );
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("leadOperator")} action={register} />
      {rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("emptyOperator")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("account")}</th>
              <th scope="col">{t("hosts")}</th>
              <th scope="col">{t("lastAsked")}</th>
            </>
          }
        >
          {rows.map(({ id, name, accountName, hosts, lastAskedAt }) => (
            <tr key={id}>
              <th scope="row" className="font-mono">
                <a href={paths.operator.server(accountName, name)}>{name}</a>
              </th>
              <td data-label={t("account")} className="font-mono">
                {accountName}
              </td>
              <td data-label={t("hosts")} className="wrap-anywhere font-mono">
                <HostList hosts={hosts} />
              </td>
              <td data-label={t("lastAsked")}>
                {lastAskedAt ? <Time at={lastAskedAt} /> : <span className="text-ink-3">{t("neverAsked")}</span>}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
