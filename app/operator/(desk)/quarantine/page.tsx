import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { estimateEach, estimateWaiting } from "@/lib/domain/usage/estimate-queries";
import { countQuarantined, listQuarantined } from "@/lib/domain/usage/queries";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { EstimatedAmount } from "./_components/estimated-amount";
import { WaitingSums } from "./_components/waiting-sums";
import { replayWaitingAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("quarantine");
  return { title: t("title") };
}

const shows = ["waiting", "replayed", "dismissed"] as const;

export default async function QuarantinePage({ searchParams }: PageProps<"/operator/quarantine">) {
  const ctx = await requireOperatorContext();
  const view = QuarantineFilter.parse(await searchParams);
  const { rows, newer, older } = await forPage(listQuarantined(ctx, view));
  const counts = await forPage(countQuarantined(ctx, view));
  const isWaiting = view.show === "waiting";
  const ids = rows.filter(({ resolution }) => !resolution).map(({ id }) => id);
  const estimates = await forPage(estimateEach(ctx, ids));
  const sums = isWaiting && counts.length > 0 ? await forPage(estimateWaiting(ctx, view)) : [];
  const t = await getTranslations("quarantine");
  const { show, reason, account, month } = view;
  const chosen = { ...(reason && { reason }), ...(account && { account }), ...(month && { month }) };
  const set = { ...(show !== "waiting" && { show }), ...chosen };
  const pageOf = (cursor: string | undefined) => cursor && paths.operator.quarantine({ ...set, cursor });
  const [newerHref, olderHref] = [pageOf(newer), pageOf(older)];
  const waiting = counts.find((one) => one.reason === reason);
  const options = counts.map((one) => ({
    value: one.reason,
    label: t("reasonCount", { reason: t(`reasons.${one.reason}`), count: one.count }),
  }));
  if (reason && !waiting) options.push({ value: reason, label: t(`reasons.${reason}`) });
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        tabs={shows.map((one) => ({
          href: paths.operator.quarantine({ ...set, show: one }),
          label: t(`shows.${one}`),
          current: one === show,
        }))}
        {...(show === "waiting" &&
          waiting &&
          reason !== "conflict" && {
            action: (
              <PlainForm action={replayWaitingAction} labels={{}} id="replay-all">
                <input type="hidden" name="reason" value={waiting.reason} />
                <input type="hidden" name="account" value={account} />
                <input type="hidden" name="month" value={month} />
                <SubmitButton>{t("replayAll", { count: waiting.count })}</SubmitButton>
              </PlainForm>
            ),
          })}
      />
      {isWaiting && counts.length > 0 ? (
        <WaitingSums
          counts={counts}
          sums={sums}
          hrefOf={(one) => paths.operator.quarantine({ ...chosen, reason: one })}
        />
      ) : null}
      <FilterRow
        action={paths.operator.quarantine()}
        keep={{ show }}
        {...(Object.keys(chosen).length > 0 && { clearHref: paths.operator.quarantine({ show }) })}
      >
        <FilterField
          name="reason"
          label={t("reason")}
          value={reason}
          options={[{ value: "", label: t("anyReason") }, ...options]}
        />
        <FilterField name="account" label={t("account")} value={account} />
        <FilterField name="month" label={t("month")} value={month} />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState title={t(`none.${show}`)}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("event")}</th>
              <th scope="col">{t("reason")}</th>
              <th scope="col">{t("account")}</th>
              <th scope="col">{t("subAccount")}</th>
              <th scope="col">{t("meter")}</th>
              <th scope="col" className="num">
                {t("value")}
              </th>
              {isWaiting ? (
                <th scope="col" className="num">
                  {t("estimate")}
                </th>
              ) : null}
              <th scope="col">{t("seen")}</th>
              <th scope="col">{t("result")}</th>
            </>
          }
        >
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="break-all">
                <Link href={paths.operator.quarantined(row.accountId, row.id)} prefetch={false}>
                  {row.eventId || row.id}
                </Link>
              </th>
              <td data-label={t("reason")}>{t(`reasons.${row.reason}`)}</td>
              <td data-label={t("account")}>
                <Link href={paths.operator.account(row.accountId)} prefetch={false}>
                  {row.accountName}
                </Link>
              </td>
              <td data-label={t("subAccount")} className="break-all">
                {row.subAccountName}
              </td>
              <td data-label={t("meter")} className="break-all">
                {row.meter}
              </td>
              <td data-label={t("value")} className="num">
                {row.value}
              </td>
              {isWaiting ? (
                <td data-label={t("estimate")} className="num">
                  <EstimatedAmount estimate={estimates.get(row.id)} />
                </td>
              ) : null}
              <td data-label={t("seen")}>
                <Time at={row.firstSeenAt} />
                {row.timesSeen > 1 ? (
                  <span className="block text-ink-3">{t("times", { count: row.timesSeen })}</span>
                ) : null}
              </td>
              <td data-label={t("result")}>
                {row.resolution ? (
                  <>
                    {t(`resolutions.${row.resolution}`)}
                    {row.resolvedBy ? (
                      <span className="block text-ink-3">
                        <ActorName name={row.resolvedBy} />
                      </span>
                    ) : null}
                  </>
                ) : row.triedAt ? (
                  t.rich("tried", { at: () => (row.triedAt ? <Time at={row.triedAt} /> : null) })
                ) : (
                  t("untried")
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager {...(newerHref && { newerHref })} {...(olderHref && { olderHref })} />
    </>
  );
}
