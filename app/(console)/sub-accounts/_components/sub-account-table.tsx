import { Ban } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Money } from "@/app/_components/money";
import { DataTable } from "@/components/tables/data-table";
import { RowCheckbox } from "@/components/tables/row-checkbox";
import { SortHeader } from "@/components/tables/sort-header";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { wordLabel } from "@/lib/domain/sub-accounts/label-rules";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { SubAccountList } from "@/lib/domain/sub-accounts/queries";
import type { ListColumn, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { digitsOf } from "@/lib/foundation/format-money";
import { zero } from "@/lib/foundation/money";
import { listAddress, sortOf } from "../list-address";

interface Props {
  rows: SubAccountView[];
  /** What spend is in; the column is left out without it. */
  money: SubAccountList["money"];
  view: SubAccountFilter;
  /** The form that ticked rows belong to; none where nothing may be done in bulk. */
  bulkForm: string | undefined;
}

const day = { year: "numeric", month: "short", day: "numeric" } as const;

/** Plain cells and plain links: 200 rows cost little, and no row is fetched before somebody asks for it. */
export async function SubAccountTable({ rows, money, view, bulkForm }: Props) {
  const [t, bulk, format] = await Promise.all([
    getTranslations("subAccounts"),
    getTranslations("bulkRuns"),
    getFormatter(),
  ]);
  const words = {
    ...{ active: t("stateActive"), disabled: t("stateDisabled"), notYet: t("notYet"), off: t("signInOff") },
    ...{ yes: t("yes"), no: t("no") },
  };
  const digits = digitsOf(
    rows.map(({ spend = zero }) => spend),
    money?.minorDigits ?? 0,
  );
  const cells: Record<ListColumn, (row: SubAccountView) => ReactNode> = {
    displayName: (row) => (row.displayName === row.name ? null : <bdi>{row.displayName}</bdi>),
    email: (row) => row.email,
    phone: (row) => row.phone,
    state: (row) =>
      row.state === "active" ? (
        words.active
      ) : (
        <Badge icon={Ban} tone="quiet">
          {words.disabled}
        </Badge>
      ),
    labels: (row) =>
      row.labels.map((one) => (
        <a key={one.key} href={listAddress(view, { label: wordLabel(one) })} className="me-2 whitespace-nowrap">
          {wordLabel(one)}
        </a>
      )),
    groups: (row) =>
      row.groups.map((group) => (
        <a key={group} href={listAddress(view, { group })} className="me-2 whitespace-nowrap">
          {group}
        </a>
      )),
    factor: (row) => (row.hasSecondFactor ? words.yes : words.no),
    keys: (row) => (row.hasAccessKeys ? <a href={paths.subAccounts.accessKeys(row.name)}>{words.yes}</a> : words.no),
    spend: ({ name, spend = zero }) =>
      money && (
        <a href={paths.bills.one(money.month, name)}>
          <Money amount={spend} terms={money} digits={digits} />
        </a>
      ),
    seen: (row) =>
      row.lastSignInAt ? (
        <Time at={row.lastSignInAt} />
      ) : (
        <span className="text-ink-3">{row.consoleSignIn ? words.notYet : words.off}</span>
      ),
    created: (row) => <time dateTime={row.createdAt.toISOString()}>{format.dateTime(row.createdAt, day)}</time>,
  };
  const columns = view.columns
    .filter((key) => money || key !== "spend")
    .map((key) => ({ key, label: t(`column.${key}`), cell: cells[key] }));
  return (
    <DataTable
      caption={t("room")}
      head={
        <>
          <SortHeader {...sortOf(view, "name")}>{t("name")}</SortHeader>
          {columns.map(({ key, label }) =>
            key === "seen" || key === "created" || key === "spend" ? (
              <SortHeader key={key} {...sortOf(view, key)} numeric={key === "spend"}>
                {label}
              </SortHeader>
            ) : (
              <th key={key} scope="col">
                {label}
              </th>
            ),
          )}
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="whitespace-nowrap font-mono">
            {bulkForm ? (
              <RowCheckbox
                name="names[]"
                value={row.name}
                form={bulkForm}
                label={bulk("selectRow", { name: row.name })}
              />
            ) : null}
            <a href={paths.subAccounts.overview(row.name)}>{row.name}</a>
          </th>
          {columns.map(({ key, label, cell }) => (
            <td key={key} data-label={label} className={key === "spend" ? "num" : undefined}>
              {cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}
