import type { Page } from "@playwright/test";
import { axeFaults, contrastFaults } from "./axe-faults";
import { expect, test } from "./test";

const searchField = (page: Page) => page.getByRole("banner").getByRole("searchbox");
const sheet = (page: Page, name = "Keyboard shortcuts") => page.getByRole("dialog", { name });
/** The hint in the field is drawn once keys act. */
const keysAct = (page: Page) => expect(page.locator(".shell-search-key")).toBeVisible();

async function open(page: Page, path: string) {
  await page.goto(path);
  await keysAct(page);
}

test("? lists every key, Escape closes the list and gives the focus back", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/sub-accounts");
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(sheet(page)).toBeVisible();
  await expect(sheet(page).getByRole("button", { name: "Close" })).toBeFocused();
  for (const term of ["Show this list", "Search", "Next row", "Tick the row or untick it", "Sub-accounts", "Bills"])
    await expect(sheet(page).getByText(term, { exact: true })).toBeVisible();
  await page.keyboard.press("j");
  await expect(sheet(page).getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toHaveCount(0);
  await expect(page.locator("main tbody tr").first().getByRole("rowheader").getByRole("link")).toBeFocused();
});

test("the list of keys has a visible way, which gives the focus back to the menu", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/home");
  await page.locator(".profile-button").click();
  await page.getByRole("link", { name: "Keyboard shortcuts" }).click();
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByRole("button", { name: "Close" }).click();
  await expect(sheet(page)).toHaveCount(0);
  await expect(page.locator(".profile-button")).toBeFocused();
  await expect(page).toHaveURL(/\/home$/);
});

for (const locale of ["en", "zh-CN"]) {
  test(`the open list has no violation in both themes and fits 320 px in ${locale}`, async ({
    page,
    origin,
    signedInAs,
  }) => {
    await signedInAs("root");
    await page.context().addCookies([{ name: "espalier-locale", value: locale, url: origin }]);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await open(page, "/home");
    await page.keyboard.press("?");
    await expect(sheet(page, locale === "en" ? "Keyboard shortcuts" : "键盘快捷键")).toBeVisible();
    const faults = await axeFaults(page);
    await page.emulateMedia({ colorScheme: "dark" });
    faults.push(...(await contrastFaults(page)));
    expect(faults).toEqual([]);
    await page.setViewportSize({ width: 320, height: 740 });
    const wide = await page.evaluate(() => {
      const dialog = document.querySelector("dialog");
      return dialog ? dialog.scrollWidth - dialog.clientWidth : undefined;
    });
    expect(wide).toBe(0);
  });
}

test("g and a letter lead to a room, and to none that the person may not open", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/home");
  for (const [letter, path] of [
    ["s", /\/sub-accounts$/],
    ["b", /\/bills$/],
    ["k", /\/access-keys$/],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await expect(page).toHaveURL(path);
  }

  await signedInAs("sub-account");
  await open(page, "/home");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.keyboard.press("?");
  await expect(sheet(page)).toBeVisible();
  await expect(sheet(page).getByText("Home", { exact: true })).toBeVisible();
  await expect(sheet(page).getByText("Sub-accounts", { exact: true })).toHaveCount(0);
  await expect(page).toHaveURL(/\/home$/);
});

test("j and k go through the rows, x ticks one, Enter opens it", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/sub-accounts");
  const rows = page.locator("main tbody tr");
  const link = (at: number) => rows.nth(at).getByRole("rowheader").getByRole("link");
  await page.keyboard.press("j");
  await expect(link(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(link(1)).toBeFocused();
  expect(await link(1).evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
  await page.keyboard.press("x");
  await expect(rows.nth(1).getByRole("checkbox")).toBeChecked();
  await expect(rows.nth(0).getByRole("checkbox")).not.toBeChecked();
  await expect(page.locator(".selected-count")).toHaveText(/1/);
  await page.keyboard.press("x");
  await expect(rows.nth(1).getByRole("checkbox")).not.toBeChecked();
  await page.keyboard.press("k");
  await expect(link(0)).toBeFocused();
  const name = await link(0).textContent();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sub-accounts/${name}`));
});

test("a row that a key leads to is not below what sticks to the top", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await page.setViewportSize({ width: 1280, height: 420 });
  await open(page, "/sub-accounts");
  const count = await page.locator("main tbody tr").count();
  for (let at = 0; at < count; at++) await page.keyboard.press("j");
  for (let at = 1; at < count; at++) {
    await page.keyboard.press("k");
    const isSeen = await page.evaluate(() => {
      const { left, top, bottom } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
      return [top + 1, bottom - 1].every((y) =>
        document.activeElement?.contains(document.elementFromPoint(left + 2, y)),
      );
    });
    expect(isSeen).toBe(true);
  }
});

test("Ctrl K and ⌘ K open a window that searches; / does where the header has no field", async ({
  page,
  signedInAs,
}) => {
  await signedInAs("root");
  await open(page, "/home");
  const palette = page.getByRole("dialog", { name: "Search" });
  for (const keys of ["Control+k", "Meta+k"]) {
    await page.keyboard.press(keys);
    await expect(palette.getByRole("searchbox")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
  }
  await page.setViewportSize({ width: 800, height: 740 });
  await page.keyboard.press("/");
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("bills");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=bills$/);
});

test("keys are silent while somebody types or holds a modifier", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/sub-accounts");
  await page.keyboard.press("/");
  await page.keyboard.type("gs?jkx/");
  await page.keyboard.press("Control+k");
  await expect(searchField(page)).toHaveValue(/^gs\?jkx\//);
  await expect(searchField(page)).toBeFocused();
  await searchField(page).blur();
  for (const key of ["Control+j", "Alt+j", "Meta+x", "Control+Shift+?"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator("main tbody :focus, main tbody :checked")).toHaveCount(0);
  await expect(page).toHaveURL(/\/sub-accounts$/);
});

test("switched off no key acts, and the visible way leads to the switch", async ({ page, signedInAs }) => {
  await signedInAs("root");
  await open(page, "/preferences");
  await page.getByRole("group", { name: "Keyboard shortcuts" }).getByRole("button", { name: "Off" }).click();
  await expect(page.getByRole("button", { name: "Off" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("/sub-accounts");
  // A table that counts what is ticked shows that scripts run.
  await page.locator("main tbody").getByRole("checkbox").first().check();
  await expect(page.locator(".selected-count")).toHaveText(/1/);
  for (const key of ["j", "x", "?", "/", "Control+k", "g", "b"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(searchField(page)).not.toBeFocused();
  await expect(page.locator("main tbody :checked")).toHaveCount(1);
  await expect(page).toHaveURL(/\/sub-accounts$/);
  await page.locator(".profile-button").click();
  await page.getByRole("link", { name: "Keyboard shortcuts" }).click();
  await expect(page).toHaveURL(/\/preferences$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the operators' desk has its own rooms and no search", async ({ page, signedInAs }) => {
  await signedInAs("operator");
  await page.goto("/operator");
  await page.locator(".profile-button").click();
  await page.getByRole("link", { name: "Keyboard shortcuts" }).click();
  await expect(sheet(page)).toBeVisible();
  await expect(sheet(page).getByText("Price book", { exact: true })).toBeVisible();
  await expect(sheet(page).getByText("Search", { exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/\/operator\/prices$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("no key is promised: the link leads to the preferences", async ({ page, signedInAs }) => {
    await signedInAs("root");
    await page.goto("/home");
    await expect(page.locator(".shell-search-key")).toHaveCount(0);
    await page.locator(".profile-button").click();
    await page.getByRole("link", { name: "Keyboard shortcuts" }).click();
    await expect(page).toHaveURL(/\/preferences$/);
  });
});
