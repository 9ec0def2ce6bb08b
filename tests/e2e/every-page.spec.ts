import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { axeFaults, contrastFaults } from "./axe-faults";
import { builtAddresses } from "./built-addresses";
import { test as base, expect, ownAddress } from "./test";
import { leadElsewhere, views } from "./views";
import { fillAddress, visitorOf } from "./visitors";
import { watchContext } from "./watch-context";

/** One window a worker: a new one for every page would compile the same scripts two hundred times over. */
const test = base.extend<object, { window: { page: Page; faults: string[] } }>({
  window: [
    async ({ browser, origin }, use) => {
      const context = await browser.newContext({
        baseURL: origin,
        extraHTTPHeaders: { "x-forwarded-for": ownAddress() },
      });
      const faults = await watchContext(context, origin, true);
      await use({ page: await context.newPage(), faults });
      await context.close();
    },
    { scope: "worker" },
  ],
  context: async ({ window }, use) => {
    await window.page.context().clearCookies();
    await use(window.page.context());
    expect(window.faults.splice(0), "what the browser complained about").toEqual([]);
  },
  page: async ({ window, context: _ }, use) => use(window.page),
  watched: async ({ browserName: _ }, use) => use(undefined),
});

test("every page of the build is looked at", () => {
  const seen = new Set([...views.map(([pattern]) => pattern), ...leadElsewhere]);
  expect([...seen].sort()).toEqual(builtAddresses("page"));
});

for (const [at, [, path, as]] of views.entries()) {
  // Colours are the theme's and words the language's. A page is drawn in one language and read as text in the other: whoever
  // looks at it next, or at its neighbour, has it the other way round.
  const [drawn, read] = at % 2 === 0 ? (["en", "zh-CN"] as const) : (["zh-CN", "en"] as const);
  test(`${path} for ${as}: no violation in both themes, nothing cut at 320 px in ${drawn}, no raw key`, async ({
    page,
    origin,
    maker,
    http,
    castCookie,
    cookieOf,
    bringSession,
  }) => {
    const context = page.context();
    const visitor = await visitorOf(as, { maker, cookieOf, castCookie });
    if (visitor.cookie) await bringSession(visitor.cookie, context);
    const filled = await fillAddress(path, visitor, maker);
    const faults: string[] = [];
    await context.addCookies([{ name: "espalier-locale", value: drawn, url: origin }]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(filled);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", drawn);
    faults.push(...(await axeFaults(page)).map((fault) => `light: ${fault}`));
    await page.emulateMedia({ colorScheme: "dark" });
    faults.push(...(await contrastFaults(page)).map((fault) => `dark: ${fault}`));
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 740 });
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) faults.push(`${wide} px too wide at ${width}`);
    }
    const cookie = [visitor.cookie, `espalier-locale=${read}`].filter(Boolean).join("; ");
    const { body } = await http({ path: filled, cookie });
    for (const [locale, html] of [
      [drawn, await page.content()],
      [read, body],
    ] as const) {
      expect(html).toContain(`<html lang="${locale}"`);
      expect(html).toMatch(/<h1[\s\S]*<\/h1>/);
      expect(html).toMatch(/<title>[^<]*\S[^<]*<\/title>/);
      faults.push(...rawKeys(wordsOf(html)).map((key) => `${locale}: raw key ${key}`));
    }
    expect(faults).toEqual([]);
  });
}

/** What is read, not the scripts beside it. */
function wordsOf(html: string): string {
  return html.replace(/<(script|template)\b[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, " ");
}

/** The rooms of the messages, as keys begin. */
const rooms = readdirSync("messages/en")
  .map((file) => file.replace(/\.json$/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
  .join("|");

/** `room.key` where words should stand. */
function rawKeys(text: string): string[] {
  return [...text.matchAll(new RegExp(`\\b(?:${rooms})\\.[a-z][\\w.]+`, "g"))].map(([key]) => key);
}
