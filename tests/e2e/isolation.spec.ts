import { demoPassword } from "@/lib/entrypoints/cli/demo/cast";
import { askFlight } from "../support/ask-flight";
import { firstDifference, withoutChance } from "../support/same-bytes";
import { uniqueName } from "../support/unique-name";
import { ids } from "./access-ids";
import { accessMatrix, type Outcome, type Who } from "./access-matrix";
import { builtAddresses } from "./built-addresses";
import { headerFaults } from "./header-faults";
import { neighboursOf, unknown } from "./neighbours";
import { expect, type Role, test } from "./test";

const cast: [Exclude<Who, "stranger">, Role, string][] = [
  ["sub-account", "sub-account", "harbor"],
  ["finance", "finance", "harbor"],
  ["delegated-admin", "delegated-admin", "harbor"],
  ["other account's sub-account", "sub-account", "orchard"],
  ["root user", "root", "harbor"],
  ["other account's root user", "root", "orchard"],
  ["operator", "operator", ""],
];

test("every page and route of the build has a row in the access matrix", () => {
  const built = [...builtAddresses("page"), ...builtAddresses("route")].sort();
  expect(Object.keys(accessMatrix).sort()).toEqual(built);
});

test("every address answers every person as the access matrix says, with the headers that security.md lists", async ({
  http,
  castCookie,
  cookieOf,
  maker,
}) => {
  // Some two thousand requests.
  test.slow();
  const known = {
    [ids.harborAccountId]: (await maker.accountId({ account: "harbor" })).accountId,
    [ids.meadowAccountId]: (await maker.accountId({ account: "meadow" })).accountId,
    [ids.meadowDocumentId]: (await maker.documentIds({ account: "meadow" })).ids[0] ?? "",
  };
  const people: [string, Who, string | undefined][] = [
    ["nobody", "stranger", undefined],
    ["a junk cookie", "stranger", `espalier-session=${"A".repeat(43)}`],
    ["an ended session", "stranger", await endedSession(http, cookieOf, maker)],
  ];
  for (const [who, role, account] of cast) people.push([who, who, await castCookie(role, account || undefined)]);

  const wrong: string[] = [];
  const nonces = new Set<string>();
  for (const row of Object.values(accessMatrix).flat()) {
    const path = Object.entries(known).reduce((text, [name, id]) => text.replaceAll(name, id), row.at);
    const ask = async ([name, who, cookie]: (typeof people)[number]) => {
      const answer = await http({ path, ...(cookie && { cookie }) });
      const target = answer.location.replace(/^https?:\/\/[^/]+/, "").split(/[?#]/)[0];
      const got: Outcome = answer.status >= 300 && answer.status < 400 ? (target as `/${string}`) : answer.status;
      const wanted = row.expect[who] ?? row.expect.all;
      if (got !== wanted) wrong.push(`${row.at} for ${name}: ${got} instead of ${wanted}`);
      wrong.push(...headerFaults(answer, nonces).map((fault) => `${row.at} for ${name}: ${fault}`));
    };
    await Promise.all(people.map(ask));
  }
  expect(wrong).toEqual([]);
});

test.describe("what a sub-account may not see does not exist", () => {
  for (const [pattern, pathOf] of [
    ["its page", (name: string) => `/sub-accounts/${name}`],
    ["its overview", (name: string) => `/sub-accounts/${name}/overview`],
    ["its hand-over", (name: string) => `/hand-over/${name}`],
    ["its resources", (name: string) => `/sub-accounts/${name}/resources`],
    ["the list of its resources", (name: string) => `/resources?owner=${name}`],
    ["a resource of its", (name: string) => `/resources/${name}/${ids.madeUp}`],
  ] as const) {
    test(`${pattern}: sibling's, other account's and made-up names get the same bytes`, async ({
      http,
      maker,
      cookieOf,
    }) => {
      const { viewers } = await neighboursOf({ maker, cookieOf });
      for (const { who, cookie, names } of viewers) {
        for (const ask of [http, (outgoing: Parameters<typeof http>[0]) => askFlight(http, outgoing)]) {
          const answers = new Map<string, string>();
          for (const [whose, name] of Object.entries(names)) {
            const { status, body, headers: got } = await ask({ path: pathOf(name), cookie });
            // A flight answer has begun before it finds nothing; what it finds is in its bytes.
            if (ask === http) {
              expect(status, `${whose} for ${who}`).toBe(404);
              // In words, before any script has run.
              expect(body).toMatch(/<main[\s\S]*<h1/);
            }
            const { date: _, "content-security-policy": __, link: ___, ...rest } = got;
            answers.set(whose, withoutChance(`${status} ${JSON.stringify(rest)}\n${body}`, name));
          }
          expect(firstDifference(answers.get("sibling"), answers.get("made-up"))).toBe("");
          expect(firstDifference(answers.get("other account's"), answers.get("made-up"))).toBe("");
        }
      }
    });
  }

  test("the file of a hand-over: the same refusal for every name, and nothing opened", async ({
    http,
    castCookie,
    origin,
  }) => {
    const cookie = await castCookie("sub-account");
    const answers = [];
    for (const name of Object.values(unknown)) {
      const { status, body } = await http({
        method: "POST",
        path: `/hand-over/${name}/file`,
        cookie,
        headers: { origin },
      });
      answers.push({ status, body });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  test("documents: another account's and made-up ids get the same bytes from a root user", async ({
    http,
    cookieOf,
    maker,
  }) => {
    const [foreign = ""] = (await maker.documentIds({ account: "meadow" })).ids;
    const { root: cookie } = await neighboursOf({ maker, cookieOf });
    const answers = [];
    for (const id of [foreign, ids.madeUp]) {
      const { status, body, headers } = await http({ path: `/identity-verification/documents/${id}`, cookie });
      const { date: _, "content-security-policy": __, link: ___, ...rest } = headers;
      expect(status).toBe(404);
      answers.push(withoutChance(`${JSON.stringify(rest)}\n${body}`, id));
    }
    expect(firstDifference(answers[0], answers[1])).toBe("");
  });

  test("the door of an alias nobody has is the page of any other", async ({ http }) => {
    const pages = [];
    for (const alias of ["orchard", "nobody-here"]) {
      const { status, body } = await http({ path: `/${alias}/login` });
      expect(status).toBe(200);
      pages.push(withoutChance(body.replaceAll("Orchard Analytics", alias), alias));
    }
    expect(firstDifference(pages[0], pages[1])).toBe("");
  });

  test("it takes as long to find another account's name as one that nobody has", async ({ http, castCookie }) => {
    const cookie = await castCookie("sub-account");
    const times: Record<string, number[]> = { pip: [], "nobody-here": [] };
    for (let round = 0; round < 100; round += 1) {
      const order = Object.keys(times);
      if (round % 2) order.reverse();
      for (const name of order) times[name]?.push((await http({ path: `/sub-accounts/${name}`, cookie })).ms);
    }
    const [foreign = 0, madeUp = 0] = Object.values(times).map(medianOf);
    const noise = Math.max(3, madeUp * 0.2);
    expect(Math.abs(foreign - madeUp), `${foreign} and ${madeUp} ms`).toBeLessThan(noise);
  });
});

test("who is not asked for does not show: no page of a sub-account names anybody else", async ({
  http,
  castCookie,
}) => {
  const cookie = await castCookie("sub-account");
  const strangers = [
    "Bo Zhang",
    "Mara Duarte",
    "林晓雨",
    "Ada Novak",
    "Pip Sharma",
    "Orchard Analytics",
    "Meadow Labs",
  ];
  for (const path of [
    "/home",
    "/my-sign-in",
    "/preferences",
    "/sub-accounts/ada",
    "/hand-over/ada",
    "/sub-accounts",
    "/resources",
  ]) {
    for (const { body } of [await http({ path, cookie }), await askFlight(http, { path, cookie })]) {
      for (const name of strangers) expect(body.includes(name), `${name} on ${path}`).toBe(false);
    }
  }
});

test("the pages' process answers nobody who did not come through the door", async ({ castCookie }) => {
  const cookie = await castCookie("root");
  const web = String(process.env.ESPALIER_E2E_WEB_ORIGIN);
  for (const path of ["/", "/login", "/home", "/sub-accounts", "/api/auth/csrf", "/operator", "/sub-accounts?_rsc=1"]) {
    for (const headers of [
      {},
      { "x-espalier-door": "guessed" },
      { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
      { "x-middleware-prefetch": "1", rsc: "1" },
    ]) {
      const answer = await fetch(`${web}${path}`, { headers: { cookie, ...headers }, redirect: "manual" });
      expect(answer.status, `${path} with ${JSON.stringify(headers)}`).toBe(421);
      expect(await answer.text()).toBe("");
    }
  }
});

test("headers that speak to Next's inside change nothing at the door", async ({ http, castCookie }) => {
  const cookie = await castCookie("sub-account");
  for (const headers of [
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
    { "x-middleware-subrequest": "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy" },
    { "x-middleware-rewrite": "/sub-accounts" },
    { "x-espalier-path": "/home", "x-espalier-request-id": "mine" },
    { "next-resume": "1" },
    { "x-forwarded-host": "elsewhere.test", "x-forwarded-proto": "https" },
    { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" },
  ] as Record<string, string>[]) {
    for (const path of ["/sub-accounts", "/sub-accounts/bo"]) {
      const answer = await http({ path, cookie, headers });
      expect([403, 404], `${path} with ${JSON.stringify(headers)}`).toContain(answer.status);
      expect(answer.body).not.toContain("Bo Zhang");
      expect(answer.body).not.toContain("elsewhere.test");
      expect(String(answer.headers["content-security-policy"])).not.toContain("mine");
    }
    const stranger = await http({ path: "/home", headers });
    expect(stranger.status).toBe(307);
    expect(stranger.location).not.toContain("elsewhere.test");
  }
});

test("a sub-account that is disabled while signed in has no session on its next request", async ({
  http,
  cookieOf,
  maker,
}) => {
  const account = uniqueName("gate");
  await maker.account({ name: account, password: demoPassword, approved: true });
  await maker.subAccount({ account, name: "vic", password: demoPassword });
  const cookie = await cookieOf({ door: "sub-account", alias: account, name: "vic", password: demoPassword });
  expect((await http({ path: "/home", cookie })).status).toBe(200);
  await maker.disable({ account, name: "vic" });
  const answer = await http({ path: "/home", cookie });
  expect([answer.status, answer.location]).toEqual([307, "/login"]);
});

async function endedSession(
  http: (outgoing: {
    method: string;
    path: string;
    cookie: string;
    headers: Record<string, string>;
  }) => Promise<unknown>,
  cookieOf: (person: { door: "sub-account"; alias: string; name: string; password: string }) => Promise<string>,
  maker: { account: (input: never) => Promise<unknown>; subAccount: (input: never) => Promise<unknown> },
): Promise<string> {
  const account = uniqueName("ended");
  await maker.account({ name: account, password: demoPassword, approved: true } as never);
  await maker.subAccount({ account, name: "vic", password: demoPassword } as never);
  const cookie = await cookieOf({ door: "sub-account", alias: account, name: "vic", password: demoPassword });
  await http({
    method: "POST",
    path: "/sign-out",
    cookie,
    headers: { origin: String(process.env.ESPALIER_E2E_ORIGIN) },
  });
  return cookie;
}

function medianOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
