import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { WebhookView } from "@/lib/domain/webhooks/presenter";
import { StateBadge } from "./state-badge";

interface Row extends WebhookView {
  /** A service's endpoint is called by its name, an account's by its address. */
  name?: string;
}

export async function WebhookTable({ webhooks, hrefOf }: { webhooks: readonly Row[]; hrefOf: (id: string) => string }) {
  const t = await getTranslations("webhooks");
  const named = webhooks.some(({ name }) => name !== undefined);
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          {named ? <th scope="col">{t("name")}</th> : null}
          <th scope="col">{t("url")}</th>
          <th scope="col">{t("description")}</th>
          <th scope="col">{t("events")}</th>
          <th scope="col">{t("state")}</th>
          <th scope="col">{t("created")}</th>
        </>
      }
    >
      {webhooks.map((webhook) => {
        const link = (text: string) => (
          <Link href={hrefOf(webhook.id)} prefetch={false} className="break-all">
            {text}
          </Link>
        );
        const { id, name, url, description, events, createdAt } = webhook;
        return (
          <tr key={id}>
            {name === undefined ? null : <th scope="row">{link(name)}</th>}
            {name === undefined ? (
              <th scope="row" className="font-mono">
                {link(url)}
              </th>
            ) : (
              <td data-label={t("url")}>
                <span className="break-all font-mono">{url}</span>
              </td>
            )}
            <td data-label={t("description")}>{description ? <bdi>{description}</bdi> : "–"}</td>
            <td data-label={t("events")}>{events.length}</td>
            <td data-label={t("state")}>
              <StateBadge webhook={webhook} />
            </td>
            <td data-label={t("created")}>
              <Time at={createdAt} />
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
