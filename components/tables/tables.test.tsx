import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import common from "@/messages/en/common.json";
import { DataTable } from "./data-table";
import { FilterField } from "./filter-field";
import { FilterRow } from "./filter-row";
import { Pager } from "./pager";
import { ResultCount } from "./result-count";
import { SortHeader } from "./sort-header";

const html = (part: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ common }}>
      {part}
    </NextIntlClientProvider>,
  );

describe("a table", () => {
  const table = html(
    <DataTable
      caption="Sub-accounts"
      head={
        <>
          <SortHeader href="/list?sort=-name" sort="ascending">
            Name
          </SortHeader>
          <SortHeader href="/list?sort=spend" numeric>
            Spend
          </SortHeader>
        </>
      }
    >
      <tr>
        <th scope="row">ada</th>
        <td data-label="Spend" className="num">
          ¥1.00
        </td>
      </tr>
    </DataTable>,
  );

  it("is a real table with a caption, and says which column sorts it", () => {
    expect(table).toContain('<caption class="sr-only">Sub-accounts</caption>');
    expect(table).toMatch(/<th scope="col" aria-sort="ascending"><a [^>]*href="\/list\?sort=-name"/);
    expect(table).toMatch(/<th scope="col" class="num"><a [^>]*href="\/list\?sort=spend"/);
    expect(table.match(/aria-sort/g)).toHaveLength(1);
  });

  it("has no style attribute", () => expect(table).not.toContain("style="));
});

describe("a filter row", () => {
  const row = html(
    <FilterRow
      action="/list"
      keep={{ sort: "name", cursor: undefined }}
      chips={[{ label: "State: disabled", removeHref: "/list?q=a" }]}
      clearHref="/list"
    >
      <FilterField name="q" label="Search" value="a&quot;b" />
      <FilterField
        name="state"
        label="State"
        value="disabled"
        options={[
          { value: "", label: "Every state" },
          { value: "disabled", label: "Disabled" },
        ]}
      />
    </FilterRow>,
  );

  it("is a form that asks the list again and forgets the cursor", () => {
    expect(row).toMatch(/<form[^>]*action="\/list"/);
    expect(row).not.toMatch(/method="post"/i);
    expect(row).toContain('name="sort" value="name"');
    expect(row).not.toContain("cursor");
  });

  it("shows what is set, labels it, and offers to remove it", () => {
    expect(row).toContain('<label for="filter-q" class="sr-only">Search</label>');
    expect(row).toMatch(/<option[^>]*value="disabled"[^>]*selected=""|<option[^>]*selected=""[^>]*value="disabled"/);
    expect(row).toContain("Remove filter State: disabled");
    expect(row).toContain('href="/list?q=a"');
  });
});

it("counts aloud, and says when it only estimates", () => {
  expect(html(<ResultCount count={1240} />)).toMatch(/role="status".*1,240 results/);
  expect(html(<ResultCount count={0} />)).toContain("No results");
  expect(html(<ResultCount count={2_000_000} about />)).toContain("About 2,000,000 results");
});

it("offers only the pages that exist", () => {
  expect(html(<Pager />)).toBe("");
  const first = html(<Pager olderHref="/list?after=x" />);
  expect(first).toContain('href="/list?after=x"');
  expect(first).not.toContain(common.newer);
});
