import type { Page } from "@playwright/test";
import axe from "axe-core";

/** What axe finds wrong with the page as it stands. It keeps nothing of what it finds in order, which is most of its time. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const engine = (window as unknown as { axe: typeof import("axe-core") }).axe;
    const { violations } = await engine.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  });
}
