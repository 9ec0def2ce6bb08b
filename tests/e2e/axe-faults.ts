import type { Page } from "@playwright/test";
import axe from "axe-core";

/**
 * What axe finds wrong with the page as it stands: by every rule, or by one. The engine enters a document once, and
 * keeps nothing of what it finds in order, which is most of its time.
 */
export async function axeFaults(page: Page, rule?: string): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const engine = (window as unknown as { axe: typeof import("axe-core") }).axe;
    const { violations } = await engine.run(document, {
      resultTypes: ["violations"],
      ...(only && { runOnly: [only] }),
    });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  }, rule);
}
