import { randomInt } from "node:crypto";
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { demoOperator, demoPassword } from "@/lib/entrypoints/cli/demo/cast";
import { type Answer, send } from "../support/send";
import { type Maker, startMaker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { buildWorld, type World } from "./build-world";
import { watchContext } from "./watch-context";

export { expect };

export interface Person {
  door: "root-user" | "sub-account" | "operator";
  alias?: string;
  name: string;
  password: string;
}

export type Role = "root" | "sub-account" | "finance" | "delegated-admin" | "operator";

const castNames = { "sub-account": "ada", finance: "lin", "delegated-admin": "mara" } as const;

/** A member of the demo's cast, whom tests only look through: whoever changes something makes people of its own. */
export function castMember(role: Role, account = "harbor"): Person {
  if (role === "operator") return { door: "operator", name: demoOperator.email, password: demoPassword };
  if (role === "root") return { door: "root-user", name: `root@${account}.test`, password: demoPassword };
  return { door: "sub-account", alias: account, name: castNames[role], password: demoPassword };
}

/** Of a network of its own, so that throttling of one test never meets another. */
export function ownAddress(): string {
  const part = () => randomInt(1, 65_536).toString(16);
  return `2001:db8:${part()}:${part()}::1`;
}

type Send = (outgoing: Parameters<typeof send>[1]) => Promise<Answer>;

interface WorkerFixtures {
  maker: Maker;
  origin: string;
  /** Session cookies of the cast, opened once per worker: the sixth session of a person would end the first. */
  castCookies: Map<string, string>;
  /** One world per worker, for tests that only ever have something refused. */
  worldOf: (operatorCookie: string) => Promise<World>;
}

interface TestFixtures {
  address: string;
  /** A bare request from this test's address. */
  http: Send;
  /** Signs somebody in, freshly proved for everything, and answers the cookie. */
  cookieOf: (person: Person) => Promise<string>;
  /** The same as people have it, through next-auth's door: acts that matter ask for a proof first. */
  unprovedCookieOf: (person: Person) => Promise<string>;
  castCookie: (role: Role, account?: string) => Promise<string>;
  signedInAs: (role: Role, account?: string) => Promise<void>;
  bringSession: (cookie: string, context?: BrowserContext) => Promise<void>;
  /** Another browser, watched like the first. */
  freshContext: (options?: { javaScriptEnabled?: boolean }) => Promise<BrowserContext>;
  watched: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  origin: [async ({ browserName: _ }, use) => use(String(process.env.ESPALIER_E2E_ORIGIN)), { scope: "worker" }],
  maker: [
    async ({ browserName: _ }, use) => {
      const maker = startMaker(String(process.env.ESPALIER_E2E_DATA_DIR));
      await use(maker);
      maker.stop();
    },
    { scope: "worker" },
  ],
  castCookies: [async ({ browserName: _ }, use) => use(new Map()), { scope: "worker" }],

  worldOf: [
    async ({ maker }, use) => {
      let world: Promise<World> | undefined;
      await use((operatorCookie) => {
        world ??= buildWorld(maker, (person) => openProved(maker, person, ownAddress()), operatorCookie);
        return world;
      });
    },
    { scope: "worker" },
  ],

  baseURL: async ({ origin }, use) => use(origin),
  address: async ({ browserName: _ }, use) => use(ownAddress()),
  extraHTTPHeaders: async ({ address }, use) => use({ "x-forwarded-for": address }),

  http: async ({ origin, address }, use) =>
    use((outgoing) => send(origin, { ...outgoing, headers: { "x-forwarded-for": address, ...outgoing.headers } })),

  cookieOf: async ({ maker, address }, use) => use((person) => openProved(maker, person, address)),

  unprovedCookieOf: async ({ http, origin }, use) => use((person) => openSession(http, origin, person)),

  castCookie: async ({ castCookies, cookieOf, maker }, use) =>
    use(async (role, account = "harbor") => {
      const key = `${role} ${account}`;
      const person = async () => (role === "operator" ? operatorOf(maker) : castMember(role, account));
      const cookie = castCookies.get(key) ?? (await cookieOf(await person()));
      castCookies.set(key, cookie);
      return cookie;
    }),

  bringSession: async ({ context: own, origin }, use) =>
    use(async (cookie, context = own) => {
      const [name = "", value = ""] = cookie.split("=");
      await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: "Lax" }]);
    }),

  signedInAs: async ({ castCookie, bringSession }, use) =>
    use(async (role, account) => bringSession(await castCookie(role, account))),

  freshContext: async ({ browser, origin, extraHTTPHeaders }, use) => {
    const opened: { context: BrowserContext; faults: string[] }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        baseURL: origin,
        ...(extraHTTPHeaders && { extraHTTPHeaders }),
        ...options,
      });
      opened.push({ context, faults: await watchContext(context, origin, options.javaScriptEnabled ?? true) });
      return context;
    });
    for (const { context } of opened) await context.close();
    expect(
      opened.flatMap(({ faults }) => faults),
      "what the browser complained about",
    ).toEqual([]);
  },

  watched: [
    async ({ context, origin, javaScriptEnabled }, use) => {
      const faults = await watchContext(context, origin, javaScriptEnabled ?? true);
      await use(undefined);
      expect(faults, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
});

/** One a worker: the demo's is signed in by tests of doors, too. */
async function operatorOf(maker: Maker): Promise<Person> {
  const name = `${uniqueName("operator")}@espalier.test`;
  await maker.operator({ email: name, password: demoPassword });
  return { door: "operator", name, password: demoPassword };
}

async function openProved(maker: Maker, person: Person, address: string): Promise<string> {
  const { cookie } = await maker.session({ ...person, address });
  await maker.prove({ cookie });
  return cookie;
}

async function openSession(http: Send, origin: string, { door, alias = "", name, password }: Person): Promise<string> {
  const first = await http({ path: "/api/auth/csrf" });
  const { csrfToken } = JSON.parse(first.body) as { csrfToken: string };
  const answer = await http({
    method: "POST",
    path: "/api/auth/callback/credentials",
    headers: { origin },
    cookie: first.cookies.map((cookie) => cookie.split(";")[0]).join("; "),
    body: new URLSearchParams({ csrfToken, door, alias, name, password, json: "true" }),
  });
  const session = answer.cookies.find((cookie) => /^espalier-session=[^;]/.test(cookie));
  if (!session)
    throw new Error(`${alias}#${name} could not sign in: ${answer.status} ${answer.location} ${answer.body}`);
  return session.split(";")[0] ?? "";
}
