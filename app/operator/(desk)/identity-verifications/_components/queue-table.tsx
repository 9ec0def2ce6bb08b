import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActorName } from "@/app/_components/actor-name";
import { VerificationBadge } from "@/app/(console)/identity-verification/_components/verification-badge";
import { DataTable } from "@/components/tables/data-table";
import { Time } from "@/components/ui/time";
import type { QueueRow } from "@/lib/domain/identity-verification/queries";
import type { IdentityVerificationFilter } from "@/lib/domain/identity-verification/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { WaitingTime } from "./waiting-time";

interface Props {
  rows: QueueRow[];
  state: IdentityVerificationFilter["state"];
}

export function QueueTable({ rows, state }: Props) {
  const t = useTranslations("identityVerification");
  const waits = state === "submitted";
  return (
    <DataTable
      caption={t(`queue.caption.${state}`)}
      head={
        <>
          <th scope="col">{t("queue.account")}</th>
          <th scope="col">{t("queue.company")}</th>
          <th scope="col">{t("queue.kind")}</th>
          {waits ? null : <th scope="col">{t("queue.state")}</th>}
          <th scope="col">{t("queue.submitted")}</th>
          <th scope="col">{waits ? t("queue.waiting") : t("queue.decided")}</th>
          {waits ? null : <th scope="col">{t("queue.by")}</th>}
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            {/* Not prefetched: opening a submission is on record. */}
            <Link href={paths.operator.review(row.accountId)} prefetch={false}>
              {row.accountName}
            </Link>
          </th>
          <td data-label={t("queue.company")}>
            <bdi>{row.companyName}</bdi>
          </td>
          <td data-label={t("queue.kind")}>{t(`kinds.${row.kind}`)}</td>
          {waits ? null : (
            <td data-label={t("queue.state")}>
              <VerificationBadge state={row.state} />
            </td>
          )}
          <td data-label={t("queue.submitted")}>
            <Time at={row.submittedAt} exact />
          </td>
          <td data-label={waits ? t("queue.waiting") : t("queue.decided")}>
            {waits ? <WaitingTime since={row.submittedAt} /> : row.decidedAt ? <Time at={row.decidedAt} exact /> : "–"}
          </td>
          {waits ? null : (
            <td data-label={t("queue.by")}>{row.decidedBy ? <ActorName name={row.decidedBy} /> : "–"}</td>
          )}
        </tr>
      ))}
    </DataTable>
  );
}
