import { expect, test } from "./test";

test("the slash key leads to the search, is silent while somebody types, and can be switched off", async ({
  page,
  signedInAs,
}) => {
  await signedInAs("root");
  await page.goto("/sub-accounts");
  const search = page.getByRole("banner").getByRole("searchbox");
  await expect(page.getByRole("banner").locator(".shell-search-key")).toBeVisible();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("ada/1");
  await expect(search).toHaveValue("ada/1");

  await page.goto("/preferences");
  await page.getByRole("group", { name: "Keyboard shortcuts" }).getByRole("button", { name: "Off" }).click();
  await expect(page.getByRole("button", { name: "Off" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("banner").locator(".shell-search-key")).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(search).not.toBeFocused();
});
