import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { uniqueName } from "../support/unique-name";
import { axeFaults } from "./axe-faults";
import { worldPassword } from "./build-world";
import { builtAddresses } from "./built-addresses";
import { spendWorld } from "./spend-world";
import { expect, type Role, test } from "./test";

type Visitor =
  | "nobody"
  | Role
  | "a new sub-account"
  | "an unverified root user"
  | "a root user with keys"
  | "a root user with spend";

/** Each page as somebody sees it; one that no line shows fails the suite. `{meadow}` and the like are filled in. */
const views: [pattern: string, path: string, as: Visitor][] = [
  ["/", "/", "nobody"],
  ["/login", "/login", "nobody"],
  ["/[alias]/login", "/harbor/login", "nobody"],
  ["/operator/login", "/operator/login", "nobody"],
  ["/operator/set-up/[token]", "/operator/set-up/{set-up}", "nobody"],
  ["/operator/set-up/[token]", "/operator/set-up/over", "nobody"],
  ["/sign-up", "/sign-up", "nobody"],
  ["/reset-password", "/reset-password", "nobody"],
  ["/reset-password", "/reset-password?alias=harbor&sent", "nobody"],
  ["/reset-password/[token]", "/reset-password/over", "nobody"],
  ["/home", "/home", "root"],
  ["/home", "/home", "sub-account"],
  ["/home", "/home", "finance"],
  ["/my-sign-in", "/my-sign-in", "sub-account"],
  ["/preferences", "/preferences", "root"],
  ["/new-password", "/new-password", "a new sub-account"],
  ["/sub-accounts", "/sub-accounts", "root"],
  ["/sub-accounts", "/sub-accounts?q=nobody-like-this", "delegated-admin"],
  ["/sub-accounts", "/sub-accounts", "sub-account"],
  ["/sub-accounts", "/sub-accounts", "an unverified root user"],
  ["/sub-accounts/new", "/sub-accounts/new", "root"],
  ["/sub-accounts/[name]", "/sub-accounts/kit", "root"],
  ["/sub-accounts/[name]", "/sub-accounts/ada", "sub-account"],
  ["/sub-accounts/[name]", "/sub-accounts/nobody-here", "root"],
  ["/sub-accounts/[name]/overview", "/sub-accounts/bo/overview", "root"],
  ["/sub-accounts/[name]/edit", "/sub-accounts/bo/edit", "root"],
  ["/sub-accounts/[name]/logon", "/sub-accounts/bo/logon", "root"],
  ["/sub-accounts/[name]/disable", "/sub-accounts/bo/disable", "root"],
  ["/sub-accounts/[name]/enable", "/sub-accounts/kit/enable", "root"],
  ["/sub-accounts/[name]/delete", "/sub-accounts/bo/delete", "root"],
  ["/hand-over/[name]", "/hand-over/bo", "root"],
  ["/hand-over", "/hand-over", "root"],
  ["/claim/[token]", "/claim/over", "nobody"],
  ["/policies", "/policies", "root"],
  ["/policies", "/policies?type=Custom", "delegated-admin"],
  ["/policies/new", "/policies/new", "root"],
  ["/policies/[type]/[name]", "/policies/system/AliyunRAMReadOnlyAccess", "root"],
  ["/policies/[type]/[name]", "/policies/custom/spare", "a root user with keys"],
  ["/policies/[type]/[name]/edit", "/policies/custom/spare/edit", "a root user with keys"],
  ["/policies/[type]/[name]/delete", "/policies/custom/spare/delete", "a root user with keys"],
  ["/groups", "/groups", "root"],
  ["/groups/[name]", "/groups/crew", "a root user with keys"],
  [
    "/sub-accounts/[name]/permissions",
    "/sub-accounts/mara/permissions?action=ram%3AGetUser&resource=acs%3Aram%3A%3A1%3Auser%2Fbo",
    "delegated-admin",
  ],
  ["/audit-log", "/audit-log", "root"],
  ["/audit-log", "/audit-log", "sub-account"],
  ["/audit-log/[id]", "/audit-log/{event}", "a root user with keys"],
  ["/wallet", "/wallet", "finance"],
  ["/wallet", "/wallet", "a root user with spend"],
  ["/spend", "/spend", "sub-account"],
  ["/spend", "/spend", "a root user with spend"],
  ["/bills", "/bills", "a root user with spend"],
  ["/bills/[month]", "/bills/{month}", "a root user with spend"],
  ["/bills/[month]", "/bills/{month}?by=sku&service=compute", "a root user with spend"],
  ["/bills/[month]/[name]", "/bills/{month}/ada", "a root user with spend"],
  ["/transactions", "/transactions", "a root user with spend"],
  ["/transactions", "/transactions?kind=refund&name=nobody-here", "finance"],
  ["/charges", "/charges?month={month}&name=ada", "a root user with spend"],
  ["/charges/[month]/[id]", "/charges/{month}/{charge}", "a root user with spend"],
  ["/home", "/home", "a root user with spend"],
  ["/access-keys", "/access-keys", "a root user with keys"],
  ["/access-keys", "/access-keys?show=expiring", "delegated-admin"],
  ["/access-keys/new", "/access-keys/new", "root"],
  ["/access-keys/leaked", "/access-keys/leaked", "root"],
  ["/access-keys/[id]", "/access-keys/{key}", "a root user with keys"],
  ["/access-keys/[id]/edit", "/access-keys/{key}/edit", "a root user with keys"],
  ["/access-keys/[id]/rotate", "/access-keys/{key}/rotate", "a root user with keys"],
  ["/access-keys/[id]/delete", "/access-keys/{key}/delete", "a root user with keys"],
  ["/ssh-keys", "/ssh-keys", "a root user with keys"],
  ["/ssh-keys", "/ssh-keys", "sub-account"],
  ["/ssh-keys/new", "/ssh-keys/new", "root"],
  ["/ssh-keys/[owner]/[id]", "/ssh-keys/ada/{ssh-key}", "a root user with keys"],
  ["/servers", "/servers", "a root user with keys"],
  ["/servers", "/servers", "sub-account"],
  ["/servers/new", "/servers/new", "root"],
  ["/servers/[name]", "/servers/gpu-1", "a root user with keys"],
  ["/servers/[name]/install", "/servers/gpu-1/install", "a root user with keys"],
  ["/servers/[name]/edit", "/servers/gpu-1/edit", "a root user with keys"],
  ["/operator/servers", "/operator/servers", "operator"],
  ["/operator/servers/new", "/operator/servers/new", "operator"],
  ["/operator/servers/in/[account]/[name]", "/operator/servers/in/{platform-server}", "operator"],
  ["/bulk-runs", "/bulk-runs", "root"],
  ["/sub-accounts/new/many", "/sub-accounts/new/many", "root"],
  ["/sub-accounts/[name]/access-keys", "/sub-accounts/ada/access-keys", "a root user with keys"],
  ["/sub-accounts/[name]/ssh-keys", "/sub-accounts/ada/ssh-keys", "a root user with keys"],
  ["/sub-accounts/[name]/sessions", "/sub-accounts/ada/sessions", "root"],
  ["/sub-accounts/[name]/sessions/end", "/sub-accounts/ada/sessions/end", "root"],
  ["/sub-accounts/[name]/activity", "/sub-accounts/ada/activity", "root"],
  ["/sessions", "/sessions", "sub-account"],
  ["/notifications", "/notifications", "root"],
  ["/settings", "/settings", "root"],
  ["/settings/security-preference", "/settings/security-preference", "delegated-admin"],
  ["/settings/password-policy", "/settings/password-policy", "root"],
  ["/settings/login-mask", "/settings/login-mask", "root"],
  ["/settings/login-mask", "/settings/login-mask", "sub-account"],
  ["/security", "/security", "root"],
  ["/security/[finding]", "/security/withoutSecondFactor", "delegated-admin"],
  ["/security/[finding]", "/security/idle", "root"],
  ["/identity-verification", "/identity-verification", "an unverified root user"],
  ["/identity-verification", "/identity-verification", "root"],
  ["/identity-verification/details", "/identity-verification/details?kind=personal", "an unverified root user"],
  ["/identity-verification/details", "/identity-verification/details?kind=enterprise", "an unverified root user"],
  ["/operator/identity-verifications", "/operator/identity-verifications?state=all", "operator"],
  ["/operator/identity-verifications/[accountId]", "/operator/identity-verifications/{meadow}", "operator"],
  ["/operator/accounts", "/operator/accounts", "operator"],
  ["/operator/accounts/[accountId]", "/operator/accounts/{harbor}", "operator"],
  [
    "/operator/accounts/[accountId]/reset-second-factors",
    "/operator/accounts/{harbor}/reset-second-factors",
    "operator",
  ],
  ["/operator/accounts/[accountId]/top-up", "/operator/accounts/{harbor}/top-up", "operator"],
  ["/operator/accounts/[accountId]/adjust", "/operator/accounts/{harbor}/adjust", "operator"],
  ["/operator/accounts/[accountId]/pay-out", "/operator/accounts/{harbor}/pay-out", "operator"],
  ["/operator/accounts/[accountId]/arrears", "/operator/accounts/{harbor}/arrears", "operator"],
  ["/operator/accounts/[accountId]/acts", "/operator/accounts/{harbor}/acts", "operator"],
  ["/operator/accounts/[accountId]/charges", "/operator/accounts/{harbor}/charges", "operator"],
  ["/operator/accounts/[accountId]/reconciliation", "/operator/accounts/{harbor}/reconciliation", "operator"],
  [
    "/operator/accounts/[accountId]/top-ups/[topUpId]/reverse",
    "/operator/accounts/{harbor}/top-ups/{top-up}/reverse",
    "operator",
  ],
  [
    "/operator/accounts/[accountId]/charges/[period]/[chargeId]",
    "/operator/accounts/{harbor}/charges/2026-11-01/1000000000",
    "operator",
  ],
  ["/limits", "/limits", "root"],
  ["/limits", "/limits", "sub-account"],
  ["/limits/new", "/limits/new?for=ada&per=day", "root"],
  ["/operator/accounts/[accountId]/contract-prices", "/operator/accounts/{harbor}/contract-prices", "operator"],
  ["/operator/prices", "/operator/prices", "operator"],
  ["/operator/prices/of/[code]", "/operator/prices/of/nobody-here", "operator"],
  ["/operator/prices/import", "/operator/prices/import", "operator"],
  ["/operator/reconciliation", "/operator/reconciliation", "operator"],
  ["/operator/quarantine", "/operator/quarantine", "operator"],
  ["/operator/quarantine/[accountId]/[id]", "/operator/quarantine/{harbor}/{harbor}", "operator"],
  ["/operator/services", "/operator/services", "operator"],
  ["/operator/services/new", "/operator/services/new", "operator"],
  ["/operator/services/[id]/revoke", "/operator/services/{harbor}/revoke", "operator"],
  ["/operator/issued-service-key/[id]", "/operator/issued-service-key/{harbor}", "operator"],
  ["/operator/outbox", "/operator/outbox", "operator"],
  ["/operator/audit-log", "/operator/audit-log", "operator"],
  ["/operator/sessions", "/operator/sessions", "operator"],
  ["/operator/my-sign-in", "/operator/my-sign-in", "operator"],
  ["/operator/my-sign-in/authenticator", "/operator/my-sign-in/authenticator", "operator"],
  ["/operator/my-sign-in/recovery-codes", "/operator/my-sign-in/recovery-codes", "operator"],
  ["/operator/my-sign-in/passkeys/new", "/operator/my-sign-in/passkeys/new", "operator"],
  ["/my-sign-in/passkeys/new", "/my-sign-in/passkeys/new", "sub-account"],
  ["/my-sign-in/authenticator", "/my-sign-in/authenticator", "sub-account"],
  ["/my-sign-in/recovery-codes", "/my-sign-in/recovery-codes", "root"],
];
/** Pages that only lead elsewhere, or that the main job walks through in a state no line above can have. */
const leadElsewhere = [
  ...["/operator", "/sign-up/code", "/step-up/[id]", "/operator/step-up/[id]"],
  ...["/second-factor", "/operator/second-factor"],
  ...["/my-sign-in/factors/[id]/remove", "/operator/my-sign-in/factors/[id]/remove"],
  ...["/my-sign-in/factors/[id]/rename", "/operator/my-sign-in/factors/[id]/rename"],
  ...["/bulk-runs/[id]", "/bulk-runs/[id]/hand-over", "/issued-access-key/[id]"],
];

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
    const keys = { access: "", ssh: "", event: "", month: "", charge: "" };
    const cookie = await cookieFor();
    if (cookie) await bringSession(cookie);
    const filled = path
      .replace("{meadow}", (await maker.accountId({ account: "meadow" })).accountId)
      .replaceAll("{harbor}", path.includes("{harbor}") ? (await maker.accountId({ account: "harbor" })).accountId : "")
      .replace("{top-up}", path.includes("{top-up}") ? (await maker.topUpId({ account: "harbor" })).id : "")
      .replace("{set-up}", path.includes("{set-up}") ? (await maker.setUpLink({})).token : "")
      .replace("{platform-server}", path.includes("{platform-server}") ? await platformServer() : "")
      .replace("{key}", keys.access)
      .replace("{ssh-key}", keys.ssh)
      .replace("{event}", keys.event)
      .replace("{month}", keys.month)
      .replace("{charge}", keys.charge);
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
      if (as === "a root user with keys") {
        const account = uniqueName("keys");
        const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
        await maker.subAccount({ account, name: "ada", displayName: "Ada Lovelace" });
        keys.access = (await maker.accessKey({ account, subAccount: "ada" })).id;
        keys.ssh = (await maker.publicKey({ account, subAccount: "ada" })).id;
        await maker.policy({ account, name: "spare" });
        await maker.group({ account, name: "crew", members: ["ada"] });
        await maker.server({ account, name: "gpu-1", group: "crew" });
        keys.event = (await maker.newestEvent({ account })).id;
        return cookieOf({ door: "root-user", name: email, password: worldPassword });
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
