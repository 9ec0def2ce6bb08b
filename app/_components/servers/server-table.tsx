import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { ServerRow } from "@/lib/domain/servers/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { HostList } from "./host-list";

export async function ServerTable({ servers }: { servers: readonly ServerRow[] }) {
  const t = await getTranslations("servers");
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("hosts")}</th>
          <th scope="col">{t("managedBy")}</th>
          <th scope="col" className="num">
            {t("mayLogIn")}
          </th>
          <th scope="col">{t("lastAsked")}</th>
        </>
      }
    >
      {servers.map(({ id, name, hosts, description, managedBy, grantCount, lastAskedAt }) => (
        <tr key={id}>
          <th scope="row">
            <a href={paths.servers.one(name)} className="font-mono">
              {name}
            </a>
            {description ? <span className="block font-normal text-ink-3">{description}</span> : null}
          </th>
          <td data-label={t("hosts")} className="wrap-anywhere font-mono">
            <HostList hosts={hosts} />
          </td>
          <td data-label={t("managedBy")} className="whitespace-nowrap">
            {t(`managers.${managedBy}`)}
          </td>
          <td data-label={t("mayLogIn")} className="num">
            {grantCount}
          </td>
          <td data-label={t("lastAsked")}>
            {lastAskedAt ? <Time at={lastAskedAt} /> : <span className="text-ink-3">{t("neverAsked")}</span>}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
