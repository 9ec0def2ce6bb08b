import { expect, type Page } from "@playwright/test";
import type { Maker } from "../support/start-maker";

/**
 * What a person does on the page that asks for a fresh proof: has a code mailed, types it with the password, and is back
 * on the page the form came from. The form has to be sent again.
 */
export async function passStepUp(
  page: Page,
  maker: Maker,
  { email, password }: { email: string; password?: string },
): Promise<void> {
  await expect(page).toHaveURL(/\/step-up\//);
  const sent = page.getByText("A code was sent to");
  if (!(await sent.isVisible())) await page.getByRole("button", { name: /^Send a code to/ }).click();
  await expect(sent).toBeVisible();
  if (password !== undefined) await page.getByLabel("Your password").fill(password);
  await page.getByLabel("Code", { exact: true }).fill((await maker.code({ to: email })).code);
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page).not.toHaveURL(/\/step-up\//);
}
