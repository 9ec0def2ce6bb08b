import { CircleDot } from "lucide-react";
import { useTranslations } from "next-intl";
import { DeviceName } from "@/app/_components/device-name";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { RowActHead } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { SessionView } from "@/lib/domain/sessions/presenter";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  sessions: readonly SessionView[];
  /** Absent: whoever looks may not end them. */
  end?: { action: FormAction; fields: Record<string, string> } | undefined;
}

/** Signed-in browsers in words their owner recognises; an ended one stays in sight, so that its end is seen. */
export function SessionTable({ sessions, end }: Props) {
  const t = useTranslations("sessions");
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("device")}</th>
          <th scope="col">{t("address")}</th>
          <th scope="col">{t("signedIn")}</th>
          <th scope="col">{t("lastSeen")}</th>
          <th scope="col">{t("state")}</th>
          {end ? <RowActHead>{t("end")}</RowActHead> : null}
        </>
      }
    >
      {sessions.map((session) => (
        <tr key={session.id}>
          <th scope="row">
            <DeviceName device={session.userAgent} />
          </th>
          <td data-label={t("address")} className="break-all">
            {session.ip}
          </td>
          <td data-label={t("signedIn")}>
            <Time at={session.signedInAt} />
          </td>
          <td data-label={t("lastSeen")}>
            <Time at={session.lastSeenAt} />
          </td>
          <td data-label={t("state")}>
            <SessionState session={session} />
          </td>
          {end ? <td>{isOpen(session) ? <EndForm session={session} {...end} /> : null}</td> : null}
        </tr>
      ))}
    </DataTable>
  );
}

const isOpen = ({ state }: SessionView) => state === "this" || state === "open";

function SessionState({ session: { state, endedAt, endedReason } }: { session: SessionView }) {
  const t = useTranslations("sessions");
  if (state === "this") {
    return (
      <Badge icon={CircleDot} tone="accent">
        {t("states.this")}
      </Badge>
    );
  }
  if (!endedAt) return t(state === "open" ? "states.open" : "states.over");
  const reason = `endings.${endedReason}` as "endings.ended";
  return (
    <>
      {t.rich("endedAt", { at: () => <Time at={endedAt} /> })}
      {t.has(reason) ? <span className="block text-ink-3">{t(reason)}</span> : null}
    </>
  );
}

function EndForm({ session, action, fields }: { session: SessionView } & NonNullable<Props["end"]>) {
  const t = useTranslations("sessions");
  return (
    <PlainForm action={action} labels={{}} id={`end-${session.id}`}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="sessionId" value={session.id} />
      <SubmitButton variant="link">
        {t("end")}
        <span className="sr-only">
          {" "}
          <DeviceName device={session.userAgent} /> {session.ip}
        </span>
      </SubmitButton>
    </PlainForm>
  );
}
