import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { ResourceList as List } from "@/lib/domain/resources/queries";
import { type ResourceFilter, resourceStates } from "@/lib/domain/resources/schema";
import { ResourceTable } from "./resource-table";

interface Props {
  list: List;
  filter: ResourceFilter;
  /** Where this list is, seen in another way. */
  hrefOf: (view: Record<string, string>) => string;
  /** Whoever sees several sub-accounts is told whose each is, and may ask for one's. */
  showOwner: boolean;
  /** Where there is nothing at all: what to do about it. */
  empty: ReactNode;
}

const names = ["q", "owner", "service", "state"] as const;

/** The same list for a sub-account, for one of the account's and for all of them. The address holds the view. */
export async function ResourceList({ list, filter, hrefOf, showOwner, empty }: Props) {
  const t = await getTranslations("resources");
  const set = Object.fromEntries(
    names
      .filter((name) => filter[name] !== "" && filter[name] !== "live" && (name !== "owner" || showOwner))
      .map((name) => [name, filter[name]]),
  );
  const sayState = (state: ResourceFilter["state"]) =>
    state === "live" || state === "waiting" ? t(`states.${state}`) : t(`standing.${state}`);
  const without = (gone: string) => hrefOf(Object.fromEntries(Object.entries(set).filter(([name]) => name !== gone)));
  const chips = names
    .filter((name) => set[name])
    .map((name) => ({
      label: t(`chips.${name}`, {
        value: name === "state" ? sayState(filter.state) : filter[name],
      }),
      removeHref: without(name),
    }));
  const [newer, older] = [list.newer, list.older].map((cursor) => cursor && hrefOf({ ...set, cursor }));
  const isNarrowed = chips.length > 0;
  // Whoever sees amounts is told whose clock they follow, and every time beside them follows it.
  const timeZone = list.seesSpend ? list.terms.timeZone : undefined;
  const options = {
    service: [
      { value: "", label: t("anyService") },
      ...list.services.map((service) => ({ value: service, label: service })),
    ],
    state: [
      { value: "", label: sayState("live") },
      ...(["waiting", ...resourceStates] as const).map((state) => ({ value: state, label: sayState(state) })),
    ],
  };
  return (
    <>
      {list.services.length > 0 || isNarrowed ? (
        <FilterRow action={hrefOf({})} chips={chips} {...(isNarrowed && { clearHref: hrefOf({}) })}>
          <FilterField name="q" label={t("search")} value={filter.q} maxLength={128} />
          {showOwner ? <FilterField name="owner" label={t("subAccount")} value={filter.owner} maxLength={49} /> : null}
          <FilterField name="service" label={t("service")} value={filter.service} options={options.service} />
          <FilterField name="state" label={t("state")} value={set.state ?? ""} options={options.state} />
        </FilterRow>
      ) : null}
      {list.rows.length > 0 ? (
        <ResourceTable rows={list.rows} terms={list.terms} showOwner={showOwner} timeZone={timeZone} />
      ) : isNarrowed || list.services.length > 0 ? (
        <EmptyState
          title={t("noneFits")}
          action={
            isNarrowed ? (
              <ButtonLink href={hrefOf({})}>{t("showAll")}</ButtonLink>
            ) : (
              <ButtonLink href={hrefOf({ state: "retired" })}>{t("showGone")}</ButtonLink>
            )
          }
        >
          {t(isNarrowed ? "noneFitsText" : "allGone")}
        </EmptyState>
      ) : (
        empty
      )}
      <Pager newerHref={newer} olderHref={older} />
      {timeZone && list.rows.length > 0 ? <BooksNote terms={list.terms} /> : null}
    </>
  );
}
