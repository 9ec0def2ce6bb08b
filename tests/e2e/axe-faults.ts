import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { RunOptions } from "axe-core";

/** It is read anew by every page, so that its size counts. */
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page as it stands. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Not by way of the page's own `eval`, which would compile all of it at once.
  const inspector = await page.context().newCDPSession(page);
  await inspector.send("Runtime.evaluate", { expression: source });
  await inspector.detach();
  return faultsOf(page, {});
}

/** What changed when the colours did, on a page that axe has looked at. */
export async function contrastFaults(page: Page): Promise<string[]> {
  return faultsOf(page, { runOnly: ["color-contrast", "link-in-text-block"] });
}

/** It keeps nothing of what it finds in order, which is most of its time. */
async function faultsOf(page: Page, options: RunOptions): Promise<string[]> {
  return page.evaluate(async (chosen) => {
    const engine = (window as unknown as { axe: typeof import("axe-core") }).axe;
    const { violations } = await engine.run(document, { ...chosen, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  }, options);
}
