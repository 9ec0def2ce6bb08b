import { request } from "node:http";
import { askFlight } from "../support/ask-flight";
import type { Answer } from "../support/send";
import { uniqueName } from "../support/unique-name";
import { accessMatrix } from "./access-matrix";
import { worldPassword } from "./build-world";
import { builtAddresses } from "./built-addresses";
import { expect, test } from "./test";

const onEveryAnswer: Record<string, string | RegExp> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    /^(?=.*\bcamera=\(\))(?=.*\bgeolocation=\(\))(?=.*\bpayment=\(\))[a-z-]+=\(\)(, [a-z-]+=\(\))*(, publickey-credentials-(create|get)=\(self\)){2}$/,
};
const onNoAnswer = [
  "x-powered-by",
  "server",
  "access-control-allow-origin",
  "strict-transport-security",
  "x-espalier-door",
];
const pagePolicy = [
  "default-src 'none'",
  "script-src 'nonce-«»' 'strict-dynamic'",
  "style-src 'self' 'nonce-«»'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "report-to csp",
];

/** What is wrong with one answer; `nonces` remembers those seen before. */
function faultsOf({ status, headers, cookies, body }: Answer, kept: boolean, nonces: Set<string>): string[] {
  const faults: string[] = [];
  for (const [name, wanted] of Object.entries(onEveryAnswer)) {
    const got = String(headers[name]);
    if (typeof wanted === "string" ? got !== wanted : !wanted.test(got)) faults.push(`${name} is ${got}`);
  }
  for (const name of onNoAnswer) if (headers[name] !== undefined) faults.push(`says ${name}: ${headers[name]}`);
  const caching = String(headers["cache-control"]);
  const isRefusedByDoor = status === 405 && caching === "undefined";
  if (kept ? !/max-age=/.test(caching) : !isRefusedByDoor && !/\bno-store\b/.test(caching))
    faults.push(`cache-control is ${caching}`);

  const policy = String(headers["content-security-policy"]);
  if (/unsafe|\*|https?:/.test(policy)) faults.push(`policy allows too much: ${policy}`);
  const isPage = /^text\/html|^text\/x-component/.test(String(headers["content-type"])) && status !== 421;
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  if (isPage || nonce) {
    const shape = policy.split("; ").map((part) => part.replaceAll(`'nonce-${nonce}'`, "'nonce-«»'"));
    if (JSON.stringify(shape) !== JSON.stringify(pagePolicy)) faults.push(`policy is ${policy}`);
    if (!nonce || Buffer.from(nonce, "base64").length !== 16) faults.push(`nonce is ${nonce}`);
    else if (nonces.has(nonce)) faults.push(`nonce ${nonce} was used before`);
    else nonces.add(nonce);
  } else if (!/^(default-src 'none'|sandbox)/.test(policy)) faults.push(`policy is ${policy}`);

  if (/^text\/html/.test(String(headers["content-type"]))) {
    for (const [tag] of body.matchAll(/<script\b[^>]*>/g))
      if (!tag.includes(`nonce="${nonce}"`)) faults.push(`no nonce: ${tag}`);
    for (const [tag] of body.matchAll(/<(?!script)[a-z][^>]*\s(style|on[a-z]+)="[^>]*>/g))
      faults.push(`inline: ${tag.slice(0, 200)}`);
    for (const [, url] of body.matchAll(
      /<(?:link|script|img|source|iframe)\b[^>]*\b(?:href|src)="((?:https?:)?\/\/[^"]+)"/g,
    )) {
      faults.push(`foreign: ${url}`);
    }
  }
  for (const cookie of cookies) {
    const isSession = cookie.startsWith("espalier-session=");
    if (!/; ?HttpOnly/i.test(cookie) || !/; ?SameSite=(Lax|Strict)/i.test(cookie) || !/; ?Path=\/(;|$)/i.test(cookie)) {
      // The switch of language and theme is no secret, and the page's script may read it.
      faults.push(`cookie ${cookie.replace(/=[^;]*/, "=…")}`);
    }
    if (/; ?Domain=/i.test(cookie)) faults.push(`cookie has a domain: ${cookie.split("=")[0]}`);
    if (isSession && !/Max-Age=0/.test(cookie) && /Max-Age|Expires/i.test(cookie))
      faults.push("the session's cookie has a lifetime");
  }
  return faults;
}

test("every answer of every address carries the headers that security.md lists", async ({
  http,
  castCookie,
  origin,
}) => {
  test.setTimeout(240_000);
  const nonces = new Set<string>();
  const faults: string[] = [];
  const seen = new Set<number>();
  const look = async (outgoing: Parameters<typeof http>[0], kept = false) => {
    const answer = await http(outgoing);
    seen.add(answer.status);
    const label = `${outgoing.method ?? "GET"} ${outgoing.path} ${JSON.stringify(outgoing.headers ?? {})} → ${answer.status}`;
    for (const fault of faultsOf(answer, kept, nonces)) faults.push(`${label}: ${fault}`);
    if (answer.status >= 500) faults.push(`${label}: broke`);
    return answer;
  };
  const people = ["", await castCookie("sub-account"), await castCookie("root"), await castCookie("operator")];
  const addresses = Object.values(accessMatrix)
    .flat()
    .map(({ at }) => at.replace(/\{[a-z-]+\}/g, "00000000-0000-4000-8000-000000000000"));

  for (const path of [
    ...addresses,
    "/nothing/here",
    "/nothing.php",
    "/%00",
    "/%ff",
    "/livez",
    "/readyz",
    "/_next/image?url=%2Fx&w=64&q=75",
  ]) {
    await Promise.all(people.map((cookie) => look({ path, cookie })));
    await askFlight(look, { path, cookie: people[2] ?? "" });
    await askFlight(look, { path, cookie: people[2] ?? "", headers: { "next-router-prefetch": "1" } });
    const methods = ["HEAD", "OPTIONS", "PUT", "DELETE", "POST", "TRACE"];
    await Promise.all(methods.map((method) => look({ method, path, cookie: people[2] ?? "", headers: { origin } })));
    await look({ method: "POST", path, cookie: people[2] ?? "" });
  }
  await test.step("files of the build and of public", async () => {
    const { body } = await http({ path: "/login" });
    const files = new Set(
      [...body.matchAll(/(?:href|src)="(\/_next\/static\/[^"]+)"/g)].map(([, path]) => String(path)),
    );
    expect(files.size).toBeGreaterThan(3);
    for (const path of files) await look({ path }, true);
    await look({ path: "/_next/static/chunks/nothing.js" });
    for (const path of ["/robots.txt", "/manifest.webmanifest"]) await look({ path });
  });
  expect(faults).toEqual([]);
  for (const status of [200, 302, 303, 307, 400, 401, 403, 404, 405])
    expect([...seen], `saw a ${status}`).toContain(status);
  expect(addresses.length).toBeGreaterThanOrEqual(builtAddresses("page").length + builtAddresses("route").length);
});

test("signing in and out sets cookies that scripts and other sites never get", async ({ http, origin, maker }) => {
  const account = uniqueName("flags");
  await maker.account({ name: account, password: worldPassword, approved: true });
  const csrf = await http({ path: "/api/auth/csrf" });
  const entered = await http({
    method: "POST",
    path: "/api/auth/callback/credentials",
    headers: { origin },
    cookie: csrf.cookies.map((cookie) => cookie.split(";")[0]).join("; "),
    body: new URLSearchParams({
      ...{ csrfToken: JSON.parse(csrf.body).csrfToken, door: "root-user", json: "true" },
      ...{ name: `root@${account}.test`, password: worldPassword },
    }),
  });
  const session = entered.cookies.find((cookie) => cookie.startsWith("espalier-session="));
  expect(session).toMatch(/^espalier-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/i);
  expect(faultsOf(entered, false, new Set())).toEqual([]);
  const left = await http({
    method: "POST",
    path: "/sign-out",
    headers: { origin },
    cookie: session?.split(";")[0] ?? "",
  });
  expect(left.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(left.cookies.find((cookie) => cookie.startsWith("espalier-session="))).toMatch(
    /^espalier-session=;.*Max-Age=0/i,
  );
  expect(faultsOf(left, false, new Set())).toEqual([]);
});

test("what is no request for a page is refused with the same headers", async ({ origin, http }) => {
  const { hostname, port } = new URL(origin);
  const raw = (options: object) =>
    new Promise<number>((resolve, reject) => {
      const outgoing = request({ hostname, port, agent: false, ...options }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode ?? 0);
      });
      outgoing.on("upgrade", () => resolve(101));
      outgoing.on("connect", (incoming) => resolve(incoming.statusCode ?? 0));
      outgoing.on("error", reject);
      outgoing.end();
    });
  expect(await raw({ path: "/_next/hmr", headers: { connection: "Upgrade", upgrade: "websocket" } })).toBe(400);
  expect(await raw({ method: "CONNECT", path: "elsewhere.test:443" })).toBe(405);
  const big = await http({ path: "/login", headers: { "x-big": "a".repeat(20_000) } });
  expect(big.status).toBe(431);
  expect(big.headers["x-content-type-options"]).toBe("nosniff");
});
