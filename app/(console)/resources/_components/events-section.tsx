import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { ResourceEventView } from "@/lib/domain/resources/presenter";

interface Props {
  events: readonly ResourceEventView[];
  /** The zone that the page names. */
  timeZone: string | undefined;
}

/** What became of it, newest first. */
export async function EventsSection({ events, timeZone }: Props) {
  const t = await getTranslations("resources");
  const label = { what: t("what"), by: t("by") };
  const namesPeople = events.some(({ by }) => by !== "");
  return (
    <Section id="events" title={t("eventsTitle")} lead={t("eventsLead")}>
      <DataTable
        caption={t("eventsTitle")}
        head={
          <>
            <th scope="col">{t("when")}</th>
            <th scope="col">{label.what}</th>
            {namesPeople ? <th scope="col">{label.by}</th> : null}
          </>
        }
      >
        {events.map(({ id, kind, state, by, occurredAt }) => (
          <tr key={id}>
            <th scope="row" className="font-normal">
              <Time at={occurredAt} timeZone={timeZone} exact />
            </th>
            <td data-label={label.what}>{t(`events.${kind}`, { state: t(`standing.${state}`) })}</td>
            {namesPeople ? (
              <td data-label={label.by} className="wrap-anywhere">
                {by}
              </td>
            ) : null}
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
