import { useTranslations } from "next-intl";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { auditActions } from "@/lib/domain/audit-log/rules";
import { type AuditFilter, auditResultFilters } from "@/lib/domain/audit-log/schema";
import { paths } from "@/lib/entrypoints/console/paths";

const rare = ["actor", "target", "ip", "session", "request"] as const;
const names = ["name", "action", "result", "from", "until", ...rare] as const;
type FilterName = (typeof names)[number];

/** The filters that are set, as the address and the export carry them. */
export function filtersOf(view: AuditFilter): Partial<Record<FilterName, string>> {
  return Object.fromEntries(names.flatMap((name) => (view[name] ? [[name, view[name]]] : [])));
}

/** One filter for each thing an event says; those that are looked for seldom wait behind one click. */
export function LogFilters({ view, seesAll }: { view: AuditFilter; seesAll: boolean }) {
  const t = useTranslations("auditLog");
  const set = filtersOf(view);
  const without = (gone: string) => Object.fromEntries(Object.entries(set).filter(([name]) => name !== gone));
  const any = { value: "", label: t("anyAction") };
  const actions = auditActions.map((action) => ({ value: action, label: action }));
  const chips = Object.entries(set).map(([name, value]) => ({
    label: t("chip", { filter: t(`filters.${name as FilterName}`), value }),
    removeHref: paths.auditLog(without(name)),
  }));
  return (
    <FilterRow
      action={paths.auditLog()}
      chips={chips}
      {...(chips.length > 0 && { clearHref: paths.auditLog() })}
      more={
        <details open={rare.some((name) => view[name] !== "")} className="basis-full">
          <summary className="btn-link">{t("moreFilters")}</summary>
          <div className="filter-row mt-2">
            {rare.map((name) => (
              <FilterField key={name} name={name} label={t(`filters.${name}`)} value={view[name]} />
            ))}
          </div>
        </details>
      }
    >
      {seesAll ? <FilterField name="name" label={t("filters.name")} value={view.name} /> : null}
      <FilterField name="action" label={t("filters.action")} value={view.action} options={[any, ...actions]} />
      <FilterField
        name="result"
        label={t("filters.result")}
        value={view.result}
        options={auditResultFilters.map((value) => ({ value, label: t(`resultFilters.${value || "any"}`) }))}
      />
      <FilterField name="from" label={t("filters.from")} value={view.from} placeholder={t("fromHint")} />
      <FilterField name="until" label={t("filters.until")} value={view.until} placeholder={t("untilHint")} />
    </FilterRow>
  );
}
