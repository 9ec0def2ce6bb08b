import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { RowCheckbox } from "@/components/tables/row-checkbox";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { listFinding } from "@/lib/domain/security-overview/queries";
import { FindingFilter, ListedFinding } from "@/lib/domain/security-overview/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { FixBar, fixFormId } from "../_components/fix-bar";

interface Props {
  params: Promise<{ finding: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

async function readFinding(params: Props["params"]): Promise<ListedFinding> {
  return ListedFinding.safeParse((await params).finding).data ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { account } = await requireConsoleContext();
  const t = await getTranslations("securityOverview");
  return { title: `${t(`list.titles.${await readFinding(params)}`)} · ${t("room")} · ${account.alias}` };
}

export default async function FindingPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const finding = await readFinding(params);
  const { after } = FindingFilter.parse(await searchParams);
  const { rows, next } = await forPage(listFinding(ctx, { finding, after }));
  const t = await getTranslations("securityOverview");
  const mayFix = mayDo(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const label = { displayName: t("list.displayName"), lastSignIn: t("list.lastSignIn") };
  return (
    <>
      <PageHeader
        title={t(`list.titles.${finding}`)}
        lead={t(`list.advice.${finding}`)}
        breadcrumb={[{ href: paths.security.overview(), label: t("room") }]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t("list.none")}>{t("list.noneLead")}</EmptyState>
      ) : (
        <>
          {mayFix ? <FixBar finding={finding} /> : null}
          <DataTable
            caption={t(`list.titles.${finding}`)}
            head={
              <>
                <th scope="col">{t("list.name")}</th>
                <th scope="col">{label.displayName}</th>
                <th scope="col">{label.lastSignIn}</th>
              </>
            }
          >
            {rows.map(({ name, displayName, lastSignInAt }) => (
              <tr key={name}>
                <th scope="row" className="font-mono">
                  {mayFix ? (
                    <RowCheckbox name="names[]" value={name} form={fixFormId} label={t("list.select", { name })} />
                  ) : null}
                  <a href={paths.subAccounts.overview(name)}>{name}</a>
                </th>
                <td data-label={label.displayName}>{displayName === name ? null : <bdi>{displayName}</bdi>}</td>
                <td data-label={label.lastSignIn}>{lastSignInAt ? <Time at={lastSignInAt} /> : t("list.never")}</td>
              </tr>
            ))}
          </DataTable>
        </>
      )}
      {next ? (
        <p className="mt-4">
          <ButtonLink href={paths.security.finding(finding, next)}>{t("list.next")}</ButtonLink>
        </p>
      ) : null}
    </>
  );
}
