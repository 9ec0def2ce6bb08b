import { useTranslations } from "next-intl";
import { DataTable } from "@/components/tables/data-table";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { AccessKeyDetail } from "@/lib/domain/access-keys/queries";

/** What was done with this key: what somebody asks first who finds that it leaked. */
export function Deeds({ detail: { deeds } }: { detail: AccessKeyDetail }) {
  const t = useTranslations("accessKeys");
  const log = useTranslations("auditLog");
  return (
    <Section id="deeds" title={t("deeds")} lead={t("deedsLead")}>
      {deeds.length === 0 ? (
        <p className="text-ink-3">{t("noDeeds")}</p>
      ) : (
        <DataTable
          caption={t("deeds")}
          head={
            <>
              <th scope="col">{t("deed")}</th>
              <th scope="col">{t("deedAt")}</th>
              <th scope="col">{t("deedOn")}</th>
              <th scope="col">{t("deedFrom")}</th>
            </>
          }
        >
          {deeds.map(({ at, action, resource, result, code, ip }) => (
            <tr key={`${at.toISOString()} ${action} ${resource}`}>
              <th scope="row" className="font-mono">
                {action}
                {result === "allowed" ? null : (
                  <span className="block font-sans text-danger">{log(`results.${result}`, { code })}</span>
                )}
              </th>
              <td data-label={t("deedAt")}>
                <Time at={at} exact />
              </td>
              <td data-label={t("deedOn")} className="break-all">
                {resource}
              </td>
              <td data-label={t("deedFrom")}>{ip}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
