import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { axeFaults } from "./axe-faults";
import { builtAddresses } from "./built-addresses";
import { test as base, expect, ownAddress } from "./test";
import { leadElsewhere, views } from "./views";
import { fillAddress, visitorOf } from "./visitors";
import { watchContext } from "./watch-context";

/** One window a worker: a new one for every page would compile the same scripts two hundred times over. */
const test = base.extend<{ page: Page }, { window: { page: Page; faults: string[] } }>({
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
  page: async ({ window }, use) => {
    await window.page.context().clearCookies();
    await use(window.page);
    expect(window.faults.splice(0), "what the browser complained about").toEqual([]);
  },
});

test("every page of the build is looked at", () => {
  const seen = new Set([...views.map(([pattern]) => pattern), ...leadElsewhere]);
  expect([...seen].sort()).toEqual(builtAddresses("page"));
});

for (const [, path, as] of views) {
  test(`${path} for ${as}: no violation in both themes and languages, nothing cut at 320 px, no raw key`, async ({
    page,
    origin,
    maker,
    castCookie,
    cookieOf,
    bringSession,
  }) => {
    const context = page.context();
    const visitor = await visitorOf(as, { maker, cookieOf, castCookie });
    if (visitor.cookie) await bringSession(visitor.cookie, context);
    const filled = await fillAddress(path, visitor, maker);
    const faults: string[] = [];
    for (const locale of ["en", "zh-CN"]) {
      await context.addCookies([{ name: "espalier-locale", value: locale, url: origin }]);
      await page.setViewportSize({ width: 1280, height: 900 });
      // Colours are the theme's and words the language's: two of the four pairs show all of both.
      const theme = locale === "en" ? "light" : "dark";
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(filled);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      faults.push(...(await axeFaults(page)).map((fault) => `${locale}, ${theme}: ${fault}`));
      for (const width of [360, 320]) {
        await page.setViewportSize({ width, height: 740 });
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) faults.push(`${locale}: ${wide} px too wide at ${width}`);
      }
      faults.push(...rawKeys(await wordsOf(page)).map((key) => `${locale}: raw key ${key}`));
      expect(await page.title()).toMatch(/\S/);
    }
    expect(faults).toEqual([]);
  });
}

/** What is read, not the scripts beside it. */
async function wordsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    for (const script of copy.querySelectorAll("script, template")) script.remove();
    return copy.textContent ?? "";
  });
}

/** The rooms of the messages, as keys begin. */
const rooms = readdirSync("messages/en")
  .map((file) => file.replace(/\.json$/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()))
  .join("|");

/** `room.key` where words should stand. */
function rawKeys(text: string): string[] {
  return [...text.matchAll(new RegExp(`\\b(?:${rooms})\\.[a-z][\\w.]+`, "g"))].map(([key]) => key);
}
