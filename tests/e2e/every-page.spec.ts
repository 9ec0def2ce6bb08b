import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { uniqueName } from "../support/unique-name";
import { axeFaults } from "./axe-faults";
import { worldPassword } from "./build-world";
import { builtAddresses } from "./built-addresses";
import { isFactorVisitor, makeFactorVisitor } from "./factor-views";
import { spendWorld } from "./spend-world";
import { expect, test } from "./test";
import { leadElsewhere, views } from "./views";

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
    context,
  }) => {
    const keys = {
      access: "",
      ssh: "",
      resource: "",
      webhook: "",
      event: "",
      month: "",
      charge: "",
      run: "",
      claim: "",
      factor: "",
      challenge: "",
    };
    const cookie = await cookieFor();
    if (cookie) await bringSession(cookie);
    const filled = path
      .replace("{meadow}", (await maker.accountId({ account: "meadow" })).accountId)
      .replaceAll("{harbor}", path.includes("{harbor}") ? (await maker.accountId({ account: "harbor" })).accountId : "")
      .replace("{top-up}", path.includes("{top-up}") ? (await maker.topUpId({ account: "harbor" })).id : "")
      .replace("{set-up}", path.includes("{set-up}") ? (await maker.setUpLink({})).token : "")
      .replace("{platform-server}", path.includes("{platform-server}") ? await platformServer() : "")
      .replace(
        "{service-endpoint}",
        path.includes("{service-endpoint}") ? (await maker.serviceEndpoint({ name: uniqueName("service") })).id : "",
      )
      .replace("{webhook}", keys.webhook)
      .replace("{key}", keys.access)
      .replace("{ssh-key}", keys.ssh)
      .replace("{resource}", keys.resource)
      .replace("{event}", keys.event)
      .replace("{month}", keys.month)
      .replace("{charge}", keys.charge)
      .replace("{run}", keys.run)
      .replace("{claim}", keys.claim)
      .replace("{factor}", keys.factor)
      .replace("{challenge}", keys.challenge);
    const faults: string[] = [];
    for (const locale of ["en", "zh-CN"]) {
      await context.addCookies([{ name: "espalier-locale", value: locale, url: origin }]);
      await page.setViewportSize({ width: 1280, height: 900 });
      // Every rule in one theme of each language; what the other theme can change is contrast.
      const [theme, other] = locale === "en" ? (["light", "dark"] as const) : (["dark", "light"] as const);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(filled);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      faults.push(...(await axeFaults(page)).map((fault) => `${locale}, ${theme}: ${fault}`));
      await page.emulateMedia({ colorScheme: other });
      faults.push(...(await axeFaults(page, "color-contrast")).map((fault) => `${locale}, ${other}: ${fault}`));
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

    async function platformServer(): Promise<string> {
      const account = uniqueName("node");
      await maker.account({ name: account, password: worldPassword, approved: true });
      await maker.server({ account, name: "node-1", ofPlatform: true });
      return `${account}/node-1`;
    }

    async function cookieFor(): Promise<string> {
      if (as === "nobody") return "";
      if (isFactorVisitor(as)) {
        const made = await makeFactorVisitor(as, maker, cookieOf);
        Object.assign(keys, made);
        return made.cookie;
      }
      if (as === "a root user with keys") {
        const account = uniqueName("keys");
        const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
        await maker.subAccount({ account, name: "ada", displayName: "Ada Lovelace" });
        keys.access = (await maker.accessKey({ account, subAccount: "ada" })).id;
        keys.ssh = (await maker.publicKey({ account, subAccount: "ada" })).id;
        await maker.policy({ account, name: "spare" });
        await maker.group({ account, name: "crew", members: ["ada"] });
        await maker.server({ account, name: "gpu-1", group: "crew" });
        if (path.includes("/resources")) keys.resource = (await maker.resource({ account, subAccount: "ada" })).id;
        if (path.includes("/webhooks")) keys.webhook = (await maker.webhook({ account, tested: true })).id;
        keys.event = (await maker.newestEvent({ account })).id;
        const own = await cookieOf({ door: "root-user", name: email, password: worldPassword });
        if (/{run}|{claim}/.test(path)) {
          const { id, claimToken } = await maker.creationRun({ account, name: "cy", cookie: own });
          Object.assign(keys, { run: id, claim: claimToken });
        }
        return own;
      }
      if (as === "a root user with spend") {
        const told = await spendWorld(maker);
        Object.assign(keys, { month: told.month, charge: told.chargeId });
        return cookieOf({ door: "root-user", name: told.email, password: worldPassword });
      }
      if (as === "an unverified root user" || as === "a new sub-account") {
        const account = uniqueName("view");
        await maker.account({ name: account, password: worldPassword, approved: as === "a new sub-account" });
        if (as === "an unverified root user") {
          return cookieOf({ door: "root-user", name: `root@${account}.test`, password: worldPassword });
        }
        await maker.subAccount({ account, name: "vic", password: worldPassword, mustChange: true });
        return cookieOf({ door: "sub-account", alias: account, name: "vic", password: worldPassword });
      }
      return castCookie(as);
    }
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
