import { request } from "node:http";
import { askFlight } from "../support/ask-flight";
import { uniqueName } from "../support/unique-name";
import { accessMatrix } from "./access-matrix";
import { worldPassword } from "./build-world";
import { builtAddresses } from "./built-addresses";
import { headerFaults } from "./header-faults";
import { expect, test } from "./test";

/** What the access matrix asks of each address, by each person, is held against the same list there. */
test("every address answers every method, and the router, with the headers that security.md lists", async ({
  http,
  cookieOf,
  maker,
  origin,
}) => {
  // Some two thousand requests.
  test.slow();
  const nonces = new Set<string>();
  const faults: string[] = [];
  const seen = new Set<number>();
  const look = async (outgoing: Parameters<typeof http>[0], kept = false) => {
    const answer = await http(outgoing);
    seen.add(answer.status);
    const label = `${outgoing.method ?? "GET"} ${outgoing.path} ${JSON.stringify(outgoing.headers ?? {})} → ${answer.status}`;
    for (const fault of headerFaults(answer, nonces, kept)) faults.push(`${label}: ${fault}`);
    if (answer.status >= 500) faults.push(`${label}: broke`);
    return answer;
  };
  // Of an account of its own: one of the addresses signs out whoever posts to it.
  const account = uniqueName("headers");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  const signIn = () => cookieOf({ door: "root-user", name: email, password: worldPassword });
  const signedIn = await signIn();
  const addresses = Object.entries(accessMatrix).map(([pattern, [row]]) => ({
    pattern,
    path: (row?.at ?? "").replace(/\{[a-z-]+\}/g, "00000000-0000-4000-8000-000000000000"),
  }));
  const pages = new Set<string>(builtAddresses("page"));

  for (const { pattern, path } of [
    ...addresses,
    ...["/nothing/here", "/nothing.php", "/%00", "/%ff", "/livez", "/readyz"].map((path) => ({ pattern: "", path })),
    { pattern: "", path: "/_next/image?url=%2Fx&w=64&q=75" },
  ]) {
    const cookie = pattern === "/sign-out" ? await signIn() : signedIn;
    if (pages.has(pattern)) {
      await askFlight(look, { path, cookie });
      await askFlight(look, { path, cookie, headers: { "next-router-prefetch": "1" } });
    } else await look({ path, cookie });
    const methods = ["HEAD", "OPTIONS", "PUT", "DELETE", "POST", "TRACE"];
    await Promise.all(methods.map((method) => look({ method, path, cookie, headers: { origin } })));
    await look({ method: "POST", path, cookie });
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
  expect(headerFaults(entered)).toEqual([]);
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
  expect(headerFaults(left)).toEqual([]);
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
