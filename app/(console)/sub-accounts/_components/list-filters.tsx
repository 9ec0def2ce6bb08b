import { getTranslations } from "next-intl/server";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { listColumns, narrowing, pageSizes, type SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { everybody, isNarrowed, listAddress } from "../list-address";
import { ColumnChoice } from "./column-choice";

const rare = ["label", "group", "factor", "keys", "limit", "size"] as const;

interface Props {
  view: SubAccountFilter;
  maySeeSpend: boolean;
}

/** Whom the list is about; what is asked for seldom waits behind one click. The address holds all of it. */
export async function ListFilters({ view, maySeeSpend }: Props) {
  const t = await getTranslations("subAccounts");
  const having = (about: "factor" | "keys") => ({
    ...{ "": t(`${about}.any`), with: t(`${about}.with`), without: t(`${about}.without`) },
  });
  const words = {
    state: { "": t("stateAny"), active: t("stateActive"), disabled: t("stateDisabled") },
    idle: { "": t("idleAny"), 30: t("idleDays", { days: 30 }), 90: t("idleDays", { days: 90 }), never: t("idleNever") },
    factor: having("factor"),
    keys: having("keys"),
    limit: { "": t("limit.any"), reached: t("limit.reached"), without: t("limit.without") },
  };
  const chipOf = {
    q: () => t("chipSearch", { text: view.q }),
    state: () => t("chipState", { state: words.state[view.state] }),
    label: () => t("chipLabel", { label: view.label }),
    group: () => t("chipGroup", { group: view.group }),
    idle: () => words.idle[view.idle],
    factor: () => words.factor[view.factor],
    keys: () => words.keys[view.keys],
    limit: () => words.limit[view.limit],
  };
  const chips = narrowing
    .filter((name) => view[name] !== "")
    .map((name) => ({ label: chipOf[name](), removeHref: listAddress(view, { [name]: "" }) }));
  const optionsOf = (values: Record<string, string>, order = Object.keys(values)) =>
    order.map((value) => ({ value, label: values[value] ?? "" }));
  return (
    <FilterRow
      action={paths.subAccounts.list()}
      keep={{ sort: view.sort === "name" ? undefined : view.sort }}
      chips={chips}
      clearHref={isNarrowed(view) ? listAddress(view, everybody) : undefined}
      more={
        <details open={rare.some((name) => name !== "size" && view[name] !== "")} className="basis-full">
          <summary className="btn-link">{t("moreFilters")}</summary>
          <div className="filter-row mt-2">
            <FilterField name="factor" label={t("factor.any")} value={view.factor} options={optionsOf(words.factor)} />
            <FilterField name="keys" label={t("keys.any")} value={view.keys} options={optionsOf(words.keys)} />
            {maySeeSpend ? (
              <FilterField name="limit" label={t("limit.any")} value={view.limit} options={optionsOf(words.limit)} />
            ) : null}
            <FilterField name="group" label={t("group")} value={view.group} maxLength={64} />
            <FilterField
              name="label"
              label={t("labelFilter")}
              value={view.label}
              placeholder={t("labelFilterHint")}
              maxLength={200}
            />
            <FilterField
              name="size"
              label={t("pageSize")}
              value={view.size}
              options={pageSizes.map((size) => ({ value: size, label: t("perPage", { count: size }) }))}
            />
          </div>
          <ColumnChoice
            chosen={view.columns}
            offered={listColumns.filter((column) => maySeeSpend || column !== "spend")}
          />
        </details>
      }
    >
      <FilterField name="q" label={t("search")} value={view.q} placeholder={t("searchHint")} maxLength={320} />
      <FilterField name="state" label={t("state")} value={view.state} options={optionsOf(words.state)} />
      <FilterField
        name="idle"
        label={t("idle")}
        value={view.idle}
        options={optionsOf(words.idle, ["", "30", "90", "never"])}
      />
    </FilterRow>
  );
}
