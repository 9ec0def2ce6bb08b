import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const css = readFileSync(fileURLToPath(new URL("../../app/globals.css", import.meta.url)), "utf8");
type Scheme = "light" | "dark";
type Oklch = [lightness: number, chroma: number, hue: number];

const colour = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
const tokens = new Map<string, Record<Scheme, Oklch>>();
for (const match of css.matchAll(new RegExp(String.raw`--([\w-]+): light-dark\(${colour}, ${colour}\)`, "g"))) {
  const [, name = "", ...numbers] = match;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers.map(Number);
  tokens.set(name, { light: [a, b, c], dark: [d, e, f] });
}

function linear([lightness, chroma, hue]: Oklch): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function token(name: string, scheme: Scheme): Oklch {
  const found = tokens.get(name);
  if (!found) throw new Error(`app/globals.css has no token --${name}`);
  return found[scheme];
}

/** As a screen shows it: eight bits per channel. */
function luminance(value: Oklch): number {
  const [red, green, blue] = linear(value).map((channel) => {
    const clipped = Math.min(1, Math.max(0, channel));
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
    const shown = Math.round(encoded * 255) / 255;
    return shown <= 0.04045 ? shown / 12.92 : ((shown + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(front: string, back: string, scheme: Scheme): number {
  const [high, low] = [luminance(token(front, scheme)), luminance(token(back, scheme))].toSorted((x, y) => y - x) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
}

/** Token on ground: the stated ratio in light and in dark (the table of the visual language). */
const stated: [front: string, back: string, light: number | null, dark: number | null][] = [
  ["line", "surface", 1.3, 1.3],
  ["line-strong", "surface", 3.8, 3.8],
  ["line-strong", "sunken", 3.4, 4.3],
  ["ink", "surface", 16.6, 15.0],
  ["ink", "sunken", 15.0, 16.8],
  ["ink-2", "surface", 7.7, 8.7],
  ["ink-2", "sunken", 7.0, 9.7],
  ["ink-3", "surface", 5.3, 6.2],
  ["ink-3", "sunken", 4.7, 6.9],
  ["accent", "surface", 7.4, 9.6],
  ["accent", "sunken", 6.7, 10.7],
  ["accent-hover", "surface", 9.6, 11.6],
  ["on-accent", "accent", 7.4, 10.0],
  ["on-accent", "danger", 6.6, 7.8],
  ["ink", "accent-soft", 14.7, 12.0],
  ["ink-3", "accent-soft", 4.6, 4.9],
  ["danger", "surface", 6.6, 7.5],
  ["danger", "danger-soft", 5.9, 6.2],
  ["warn", "surface", 6.1, 9.8],
  ["warn", "warn-soft", 5.5, 7.8],
  ["ok", "surface", 6.8, 9.9],
  ["ok", "ok-soft", 6.1, 8.0],
  ["info", "surface", 6.8, 8.8],
  ["info", "info-soft", 6.1, 7.2],
  ["focus", "surface", 6.1, 9.5],
  ["focus", "sunken", 5.5, null],
  ["chart-1", "surface", 5.7, 10.3],
  ["chart-2", "surface", 3.5, 5.6],
  ["chart-3", "surface", 3.1, 5.7],
  ["chart-4", "surface", 10.5, 3.8],
  ["chart-5", "surface", 5.8, 7.4],
  ["chart-other", "surface", 3.6, 4.5],
];

const grounds = ["canvas", "surface", "sunken"];
const texts = ["ink", "ink-2", "ink-3", "accent", "accent-hover", "danger", "warn", "ok", "info"];
const softGrounds = ["accent-soft", "danger-soft", "warn-soft", "ok-soft", "info-soft"];

describe.each(["light", "dark"] as const)("the %s theme", (scheme) => {
  it.each(stated)("keeps %s on %s at its stated ratio", (front, back, light, dark) => {
    const expected = scheme === "light" ? light : dark;
    if (expected === null) return;
    expect(Math.abs(ratio(front, back, scheme) - expected)).toBeLessThanOrEqual(0.1);
  });

  it.each(texts)("reads %s as text on every ground", (front) => {
    for (const back of grounds) expect(ratio(front, back, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(softGrounds)("reads ink, second ink and the accent on %s", (back) => {
    for (const front of ["ink", "ink-2", "accent"]) expect(ratio(front, back, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["line-strong", "focus"])("shows %s around controls on every ground", (front) => {
    for (const back of grounds) expect(ratio(front, back, scheme)).toBeGreaterThanOrEqual(3);
  });

  it("stays inside sRGB, so that no screen has to guess", () => {
    for (const [name, value] of tokens) {
      for (const channel of linear(value[scheme])) {
        expect(channel, name).toBeGreaterThan(-0.005);
        expect(channel, name).toBeLessThan(1.005);
      }
    }
  });
});

it("offers no colour but the tokens", () => {
  expect(css).toContain("--color-*: initial;");
  const offered = [...css.matchAll(/--color-([\w-]+): var\(--([\w-]+)\)/g)].map(([, name, source]) => [name, source]);
  expect(offered.map(([name]) => name).toSorted()).toEqual([...tokens.keys()].toSorted());
  for (const [name, source] of offered) expect(name).toBe(source);
});
