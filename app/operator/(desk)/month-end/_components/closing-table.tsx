import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { RowAct } from "@/components/tables/row-act";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { ClosingMonth } from "@/lib/domain/bills/month-end-queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { closePeriodAction } from "../actions";

/** Months of accounts, each with its counts; a count leads to its rows. */
export async function ClosingTable({ rows }: { rows: readonly ClosingMonth[] }) {
  const t = await getTranslations("monthEnd");
  return (
    <DataTable
      caption={t("title")}
      head={
        <>
          <th scope="col">{t("account")}</th>
          <th scope="col">{t("month")}</th>
          <th scope="col">{t("inTheWay")}</th>
          <th scope="col">{t("late")}</th>
          <th scope="col">{t("books")}</th>
          <th scope="col">{t("closes")}</th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={`${row.accountId} ${row.month}`}>
          <th scope="row">
            <Link href={paths.operator.account(row.accountId)} prefetch={false}>
              {row.accountName}
            </Link>
          </th>
          <td data-label={t("month")} className="whitespace-nowrap">
            <div>
              <Link href={paths.operator.charges(row.accountId, { period: row.month })} prefetch={false}>
                {row.month}
              </Link>
              <span className="block text-ink-3">{row.timeZone}</span>
            </div>
          </td>
          <td data-label={t("inTheWay")}>
            <div>
              <InTheWay row={row} />
            </div>
          </td>
          <td data-label={t("late")} className="wrap-anywhere">
            <div>
              <MayComeLate row={row} />
            </div>
          </td>
          <td data-label={t("books")}>
            <div>
              <Books row={row} />
            </div>
          </td>
          <td data-label={t("closes")}>
            <div>
              <Closes row={row} />
            </div>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const isBlocked = ({ quarantined, unrated }: ClosingMonth) => quarantined + unrated > 0;

async function InTheWay({ row }: { row: ClosingMonth }) {
  const t = await getTranslations("monthEnd");
  const { accountId, accountName: account, month, quarantined, unrated, waitsFor } = row;
  if (!isBlocked(row) && !waitsFor) return <span className="text-ink-2">{t("nothing")}</span>;
  return (
    <>
      {quarantined > 0 ? (
        <div>
          <Link href={paths.operator.quarantine({ account, month })} prefetch={false}>
            {t("quarantined", { count: quarantined })}
          </Link>
        </div>
      ) : null}
      {unrated > 0 ? (
        <div>
          <Link href={paths.operator.walletAct(accountId, "reconciliation")} prefetch={false}>
            {t("unrated", { count: unrated })}
          </Link>
        </div>
      ) : null}
      {waitsFor ? <div>{t("waitsFor", { month: waitsFor })}</div> : null}
    </>
  );
}

async function MayComeLate({ row: { accountName: account, timeZone, lateSources, approvals } }: { row: ClosingMonth }) {
  const t = await getTranslations("monthEnd");
  if (lateSources.length + approvals === 0) return <span className="text-ink-2">{t("nothing")}</span>;
  return (
    <>
      {lateSources.map(({ source, lastAt }) => (
        <div key={source}>
          <Link href={paths.operator.meters("sources")} prefetch={false}>
            {t.rich("lateSource", { source, at: () => <Time at={lastAt} timeZone={timeZone} exact /> })}
          </Link>
        </div>
      ))}
      {lateSources.length > 0 ? <span className="block text-ink-3">{t("lateText")}</span> : null}
      {approvals > 0 ? (
        <>
          <div>
            <Link href={paths.operator.approvals({ account })} prefetch={false}>
              {t("approvals", { count: approvals })}
            </Link>
          </div>
          <span className="block text-ink-3">{t("approvalsText")}</span>
        </>
      ) : null}
    </>
  );
}

async function Books({ row: { accountId, broken, checkedAt } }: { row: ClosingMonth }) {
  const t = await getTranslations("monthEnd");
  const said = broken.length > 0 ? t("broken", { which: broken.join(", ") }) : t(checkedAt ? "hold" : "unchecked");
  return (
    <>
      <Link href={paths.operator.walletAct(accountId, "reconciliation")} prefetch={false}>
        {broken.length > 0 ? <Badge tone="danger">{said}</Badge> : said}
      </Link>
      {checkedAt ? (
        <span className="block text-ink-3">{t.rich("checked", { at: () => <Time at={checkedAt} /> })}</span>
      ) : null}
    </>
  );
}

async function Closes({ row }: { row: ClosingMonth }) {
  const t = await getTranslations("monthEnd");
  const { accountId, accountName, month, timeZone, dueAt, isDue, waitsFor, mustWait } = row;
  const at = () => <Time at={dueAt} timeZone={timeZone} exact />;
  if (isBlocked(row) || (waitsFor && !isDue)) return t.rich(isDue ? "overdue" : "onceClear", { at });
  if (!isDue) return t.rich("byItself", { at });
  const said = waitsFor ? t("after", { month: waitsFor }) : t("soon");
  if (mustWait) return said;
  return (
    <>
      {said}
      <RowAct
        action={closePeriodAction}
        id={`close-${accountId}-${month}`}
        label={t("close")}
        of={t("closeOf", { month, name: accountName })}
      >
        <input type="hidden" name="accountId" value={accountId} />
        <input type="hidden" name="month" value={month} />
      </RowAct>
    </>
  );
}
