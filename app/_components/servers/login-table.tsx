import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { CopyButton } from "@/components/ui/copy-button";
import type { LoginView } from "@/lib/domain/servers/presenter";
import { sshCommand } from "@/lib/domain/servers/ssh-command";

/** Where one sub-account may log in, with the command for each host. */
export async function LoginTable({ logins, caption }: { logins: readonly LoginView[]; caption: string }) {
  const t = await getTranslations("servers");
  return (
    <DataTable
      caption={caption}
      head={
        <>
          <th scope="col">{t("server")}</th>
          <th scope="col">{t("command")}</th>
          <th scope="col">{t("from")}</th>
        </>
      }
    >
      {logins.map(({ serverName, hosts, description, login, networks }) => (
        <tr key={`${serverName} ${login} ${networks.join()}`}>
          <th scope="row">
            <span className="font-mono">{serverName}</span>
            {description ? <span className="block font-normal text-ink-3">{description}</span> : null}
          </th>
          <td data-label={t("command")}>
            <span className="grid justify-items-start">
              {hosts.map((host) => (
                <span key={host} className="flex items-center gap-1">
                  <code className="break-all">{sshCommand(login, host)}</code>
                  <CopyButton text={sshCommand(login, host)} what={`${login}@${host}`} compact />
                </span>
              ))}
            </span>
          </td>
          <td data-label={t("from")}>
            {networks.length === 0 ? (
              <span className="text-ink-3">{t("anywhere")}</span>
            ) : (
              <code className="break-all">{networks.join(", ")}</code>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
