import { CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { DeviceName } from "@/app/_components/device-name";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { SignInView } from "@/lib/domain/sign-in/presenter";

/** Attempts to sign in, newest first: each with what became of it and why. */
export function SignInHistory({ signIns }: { signIns: readonly SignInView[] }) {
  const t = useTranslations("sessions");
  if (signIns.length === 0) return <EmptyState title={t("noSignIns")}>{t("noSignInsText")}</EmptyState>;
  return (
    <DataTable
      caption={t("history")}
      head={
        <>
          <th scope="col">{t("when")}</th>
          <th scope="col">{t("outcome")}</th>
          <th scope="col">{t("device")}</th>
          <th scope="col">{t("address")}</th>
        </>
      }
    >
      {signIns.map(({ id, at, result, code, ip, userAgent }) => (
        <tr key={id}>
          <th scope="row">
            <Time at={at} />
          </th>
          <td data-label={t("outcome")}>{result === "allowed" ? t("outcomes.allowed") : <Refused code={code} />}</td>
          <td data-label={t("device")}>
            <DeviceName device={userAgent} />
          </td>
          <td data-label={t("address")} className="break-all">
            {ip}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Refused({ code }: { code: string }) {
  const t = useTranslations("sessions");
  const reason = `outcomes.${code}` as "outcomes.wrongCredentials";
  return (
    <Badge icon={CircleX} tone="danger">
      {t("refused", { reason: t.has(reason) ? t(reason) : code })}
    </Badge>
  );
}
