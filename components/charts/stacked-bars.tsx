import { scaleBand, scaleLinear } from "d3-scale";
import { stack, stackOffsetDiverging } from "d3-shape";
import type { ReactNode } from "react";
import { seriesClass } from "./series-class";

interface Props {
  /** A sentence that states the finding: what a reader would take from the drawing. */
  finding: ReactNode;
  /** Names the drawing for who cannot see it. */
  label: string;
  columns: { key: string; label: string; title: string; href: string; soFar?: boolean }[];
  /** In a fixed order; `other` comes last and is grey. Amounts in the smallest unit there is. */
  series: { label: string; href?: string | undefined; amount: string; other: boolean; values: readonly bigint[] }[];
  /** Writes an amount beside its line. */
  write: (amount: bigint) => string;
  tableLabel: string;
  table: ReactNode;
}

const [width, height, linesMax] = [1000, 200, 4];

/** Days and up to five series with all others: drawn by the server, without a script, with its numbers in a table behind. */
export function StackedBars({ finding, label, columns, series, write, tableLabel, table }: Props) {
  // Only where pixels are meant: no amount is ever written from these.
  const heights = columns.map((_, day) => series.map(({ values }) => Number(values[day] ?? 0n)));
  const layers = stack<number[], number>()
    .keys(series.map((_, index) => index))
    .value((day, index) => day[index] ?? 0)
    .offset(stackOffsetDiverging)(heights);
  const ends = layers.flatMap((layer) => layer.flat());
  const y = scaleLinear()
    .domain([Math.min(0, ...ends), Math.max(1, ...ends)])
    .nice(linesMax)
    .range([height, 0]);
  const ticks = y.ticks(linesMax);
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];
  y.domain([bottom, top]);
  const x = scaleBand<number>()
    .domain(columns.map((_, index) => index))
    .range([0, width])
    .paddingInner(0.25);
  return (
    <figure className="chart" aria-label={label}>
      <figcaption>{finding}</figcaption>
      <div className="chart-frame">
        <div className="chart-scale" aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick}>{write(BigInt(Math.round(tick)))}</span>
          ))}
        </div>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="chart-drawing">
          <title>{label}</title>
          {ticks.map((tick) => (
            <line
              key={tick}
              x1={0}
              x2={width}
              y1={y(tick)}
              y2={y(tick)}
              className={tick === 0 ? "grid zero" : "grid"}
            />
          ))}
          {columns.map(({ key, title, href, soFar }, day) => (
            <a key={key} href={href} aria-label={title} className={soFar ? "so-far" : undefined}>
              <title>{title}</title>
              <rect x={x(day)} y={0} width={x.bandwidth()} height={height} fillOpacity={0} strokeOpacity={0} />
              {layers.map((layer, index) => {
                const [from = 0, to = 0] = layer[day] ?? [];
                if (from === to) return null;
                const [upper, lower] = [y(Math.max(from, to)), y(Math.min(from, to))];
                return (
                  <rect
                    key={series[index]?.label}
                    x={x(day)}
                    y={upper}
                    width={x.bandwidth()}
                    height={lower - upper}
                    className={seriesClass(index, series[index]?.other)}
                  />
                );
              })}
            </a>
          ))}
        </svg>
        <div className="chart-days" aria-hidden="true">
          {[0, Math.floor((columns.length - 1) / 2), columns.length - 1]
            .filter((day, index, all) => all.indexOf(day) === index)
            .map((day) => (
              <span key={day}>{columns[day]?.label}</span>
            ))}
        </div>
      </div>
      <ul className="chart-legend">
        {series.map(({ label: name, href, amount, other }, index) => (
          <li key={name}>
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <rect width={12} height={12} rx={2} className={seriesClass(index, other)} />
            </svg>
            {href ? <a href={href}>{name}</a> : name}
            <span className="text-ink-2 tabular-nums">{amount}</span>
          </li>
        ))}
      </ul>
      <details className="chart-table">
        <summary>{tableLabel}</summary>
        {table}
      </details>
    </figure>
  );
}
