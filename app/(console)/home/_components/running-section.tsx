import { Ban, CircleCheck, CircleStop, CircleX, Timer } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Workspace } from "@/lib/domain/workspaces/queries";

const looks = {
  pending: { icon: Timer, tone: "info" },
  running: { icon: CircleCheck, tone: "ok" },
  stopped: { icon: CircleStop, tone: "quiet" },
  failed: { icon: CircleX, tone: "danger" },
  retired: { icon: Ban, tone: "quiet" },
} as const;

/** What platform services run for the sub-account, the newest by name, and why all of it was stopped where it was. */
export async function RunningSection({ running }: { running: NonNullable<Workspace["running"]> }) {
  const t = await getTranslations("home.running");
  const { order, there, newest } = running;
  return (
    <Section
      id="running"
      title={t("title")}
      lead={there > 0 ? t("lead", { running: running.running, there }) : undefined}
    >
      {order.decided === "suspended" ? (
        <Banner tone="danger" title={t("stopped")}>
          {order.reasons.map((reason) => (
            <p key={reason}>{t(`reasons.${reason}`)}</p>
          ))}
        </Banner>
      ) : null}
      {newest.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("caption")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("service")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col">{t("since")}</th>
            </>
          }
        >
          {newest.map(({ id, name, service, type, state, stateSince, isWaiting }) => (
            <tr key={id}>
              <th scope="row" className="break-all">
                {name}
              </th>
              <td data-label={t("service")}>
                {service} · {type}
              </td>
              <td data-label={t("state")}>
                <Badge {...looks[state]}>{t(`states.${state}`)}</Badge>
                {isWaiting ? <span className="block text-ink-3">{t(`waiting.${order.decided}`)}</span> : null}
              </td>
              <td data-label={t("since")}>
                <Time at={stateSince} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
