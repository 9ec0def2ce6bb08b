import { Ban } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { SortHeader } from "@/components/tables/sort-header";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { wordLabel } from "@/lib/domain/sub-accounts/label-rules";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import type { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { listAddress, sortOf } from "../list-address";

interface Props {
  rows: SubAccountView[];
  view: SubAccountFilter;
  /** The form that ticked rows belong to; none where nothing may be done in bulk. */
  bulkForm: string | undefined;
}

/** Plain cells and plain links: 200 rows cost little, and no row is fetched before somebody asks for it. */
export async function SubAccountTable({ rows, view, bulkForm }: Props) {
  const [t, bulk, format] = await Promise.all([
    getTranslations("subAccounts"),
    getTranslations("bulkRuns"),
    getFormatter(),
  ]);
  const label = {
    displayName: t("displayName"),
    email: t("email"),
    state: t("state"),
    labels: t("labels"),
    lastSignIn: t("lastSignIn"),
    created: t("created"),
  };
  const words = { active: t("stateActive"), disabled: t("stateDisabled"), notYet: t("notYet"), off: t("signInOff") };
  const day = { year: "numeric", month: "short", day: "numeric" } as const;
  return (
    <DataTable
      caption={t("room")}
      head={
        <>
          <SortHeader {...sortOf(view, "name")}>{t("name")}</SortHeader>
          <th scope="col">{label.displayName}</th>
          <th scope="col">{label.email}</th>
          <th scope="col">{label.state}</th>
          <th scope="col">{label.labels}</th>
          <SortHeader {...sortOf(view, "seen")}>{label.lastSignIn}</SortHeader>
          <SortHeader {...sortOf(view, "created")}>{label.created}</SortHeader>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row" className="font-mono">
            {bulkForm ? (
              <input
                type="checkbox"
                name="names[]"
                value={row.name}
                form={bulkForm}
                aria-label={bulk("selectRow", { name: row.name })}
                className="choice-box me-2 align-middle"
              />
            ) : null}
            <a href={paths.subAccounts.overview(row.name)}>{row.name}</a>
          </th>
          <td data-label={label.displayName}>{row.displayName === row.name ? "" : row.displayName}</td>
          <td data-label={label.email}>{row.email}</td>
          <td data-label={label.state}>
            {row.state === "active" ? (
              words.active
            ) : (
              <Badge icon={Ban} tone="quiet">
                {words.disabled}
              </Badge>
            )}
          </td>
          <td data-label={label.labels}>
            {row.labels.map((one) => (
              <a key={one.key} href={listAddress(view, { label: wordLabel(one) })} className="me-2 whitespace-nowrap">
                {wordLabel(one)}
              </a>
            ))}
          </td>
          <td data-label={label.lastSignIn}>
            {row.lastSignInAt ? (
              <Time at={row.lastSignInAt} />
            ) : (
              <span className="text-ink-3">{row.consoleSignIn ? words.notYet : words.off}</span>
            )}
          </td>
          <td data-label={label.created}>
            <time dateTime={row.createdAt.toISOString()}>{format.dateTime(row.createdAt, day)}</time>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
