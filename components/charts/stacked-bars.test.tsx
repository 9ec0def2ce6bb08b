import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { StackedBars } from "./stacked-bars";

const columns = ["1", "2", "3"].map((day) => ({
  key: day,
  label: `${day} Nov`,
  title: `${day} Nov: all`,
  href: `/d/${day}`,
}));
const series = [
  { label: "ada", amount: "¥6", other: false, href: "/ada", values: [2_000_000n, 4_000_000n, 0n] },
  { label: "others", amount: "¥1", other: true, values: [0n, 2_000_000n, -1_000_000n] },
];
const html = renderToStaticMarkup(
  <StackedBars
    finding="Spend doubled."
    label="Spend by day"
    columns={columns}
    series={series}
    write={(amount) => `¥${amount / 1_000_000n}`}
    tableLabel="View as table"
    table={<table />}
  />,
);

describe("a chart of stacked bars", () => {
  it("says its finding, keeps its numbers in a table, and each bar opens", () => {
    expect(html).toContain("<figcaption>Spend doubled.</figcaption>");
    expect(html).toMatch(/<details[^>]*><summary>View as table<\/summary><table>/);
    for (const { href, title } of columns) expect(html).toContain(`<a href="${href}" aria-label="${title}"`);
  });

  it("begins at zero, draws what comes back below it, and nothing for nothing", () => {
    expect(html.match(/class="series-1"/g)).toHaveLength(3);
    expect(html.match(/class="series-other"/g)).toHaveLength(3);
    expect(html).toContain('class="grid zero"');
    const heights = [...html.matchAll(/height="([\d.]+)" class="series-1"/g)].map(([, text]) => Number(text));
    expect(heights[1]).toBeCloseTo((heights[0] ?? 0) * 2);
  });

  it("has neither style attributes nor scripts", () => expect(html).not.toMatch(/style=|<script/));
});
