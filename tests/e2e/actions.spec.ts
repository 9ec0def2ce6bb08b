import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeAction, encodePlainForm } from "../support/encode-action";
import type { Answer } from "../support/send";
import { actionMatrix } from "./action-matrix";
import { buildWorld, type Player, type World } from "./build-world";
import { builtActions } from "./built-addresses";
import { expect, test } from "./test";

test("every server action of the build has a row in the action matrix", () => {
  const names = builtActions().map(({ name }) => name);
  expect(Object.keys(actionMatrix).sort()).toEqual(names.sort());
});

/** What the person is told: where to sign in, that it may not be, or why not. Anything else went through. */
function isRefused({ status, headers, body }: Answer): boolean {
  if ([403, 404, 409].includes(status) || /NEXT_HTTP_ERROR_FALLBACK;40[34]/.test(body)) return true;
  // The action went back to its page, which this person has no business on.
  if (status === 307) return true;
  const target = String(headers["x-action-redirect"] ?? headers.location ?? "").split(/[;?]/)[0];
  if (/^(?:\/operator)?\/step-up\//.test(target ?? "")) return true;
  if (target) return ["/login", "/operator/login", "/new-password"].includes(target);
  // Posted to a page that does not hold it: Next does not even look for it there.
  if (body === "{}") return true;
  return /"(formError|fieldErrors)":\{"[a-z]/.test(body) || /<div[^>]* role="alert"/.test(body);
}

test("an action refuses everybody it is not for, on its page and on any other, and changes nothing", async ({
  http,
  origin,
  maker,
  cookieOf,
  castCookie,
}) => {
  // Some two thousand requests.
  test.slow();
  const world = await buildWorld(maker, cookieOf, await castCookie("operator"));
  const idOf = new Map(builtActions().map(({ name, id }) => [name, id]));
  const post = (
    name: string,
    path: string,
    player: Player,
    headers: Record<string, string> = { origin },
    scripted = true,
  ) => postAction({ scripted, http, world, id: String(idOf.get(name)), name, path, player, headers });
  const before = await maker.snapshot({ accounts: world.accounts });

  const passed: string[] = [];
  for (const [name, { page, wrong }] of Object.entries(actionMatrix)) {
    // Everybody on its own page. Who may is decided behind both the page and the kind of form: on another page, and
    // without a script, each action is tried by one of them, who takes turns.
    const tries = wrong.map((player) => ({ player, path: page(world), scripted: true }));
    const one = wrong[name.length % wrong.length];
    if (one) {
      tries.push(
        { player: one, path: page(world), scripted: false },
        { player: one, path: "/login", scripted: true },
        { player: one, path: "/login", scripted: false },
      );
    }
    const answers = tries.map(async ({ player, path, scripted }) => {
      const answer = await post(name, path, player, { origin }, scripted);
      if (!isRefused(answer) || answer.status >= 500) {
        passed.push(`${name} by ${player} on ${path}, ${scripted}: ${answer.status} ${answer.body.slice(-300)}`);
      }
    });
    await Promise.all(answers);
  }
  expect(passed).toEqual([]);
  expect(await maker.snapshot({ accounts: world.accounts })).toEqual(before);

  await test.step("a page of another origin cannot make the right person do it", async () => {
    const port = new URL(origin).port;
    const foreign: Record<string, string>[] = [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "null" },
      { origin: "null", "sec-fetch-site": "same-origin" },
      { origin: "https://elsewhere.test" },
      { origin: "https://elsewhere.test", "x-forwarded-host": "elsewhere.test" },
      { origin: `http://127.0.0.1:${port}.elsewhere.test` },
      { origin: `http://x@127.0.0.1:${port}` },
      { origin: `https://127.0.0.1:${port}` },
      { origin: "http://127.0.0.1:1" },
      { origin: "not an origin" },
      { origin: `http://127.0.0.1:${port}, https://elsewhere.test` },
    ];
    const accepted: string[] = [];
    for (const [at, [name, { page, right = "the root user" }]] of Object.entries(actionMatrix).entries()) {
      // Every action from four of them in turn, so that each is tried on many; asked together, they change nothing.
      const some = [0, 1, 2, 3].map((step) => foreign[(at * 4 + step) % foreign.length] ?? {});
      const asked = some.map(async (headers) => {
        const answer = await post(name, page(world), right, headers);
        if (answer.status !== 403 || answer.cookies.length > 0) {
          accepted.push(`${name} from ${JSON.stringify(headers)}: ${answer.status}`);
        }
      });
      await Promise.all(asked);
    }
    expect(accepted).toEqual([]);
    expect(await maker.snapshot({ accounts: world.accounts })).toEqual(before);
  });

  await test.step("the same forms from the right person go through", async () => {
    const refused: string[] = [];
    for (const [name, { page, right }] of Object.entries(actionMatrix)) {
      if (!right) continue;
      const answer = await post(name, page(world), right);
      if (isRefused(answer) || ![200, 303].includes(answer.status)) {
        refused.push(
          `${name} by ${right}: ${answer.status} ${answer.headers["x-action-redirect"]} ${answer.body.slice(-400)}`,
        );
      }
    }
    expect(refused).toEqual([]);
    const { digests } = await maker.snapshot({ accounts: world.accounts });
    expect(digests).not.toEqual(before.digests);
  });
});

test("an action posted to another page makes the server ask nobody else for it", async ({ http, castCookie }) => {
  const asked: string[] = [];
  const listener = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end();
  });
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const { port } = listener.address() as AddressInfo;
  const cookie = await castCookie("root");
  const host = `127.0.0.1:${port}`;
  for (const { id } of builtActions()) {
    const headers = { accept: "text/x-component", "next-action": id, "sec-fetch-site": "same-origin" };
    for (const forged of [
      { host },
      { "x-forwarded-host": host },
      { host, "x-forwarded-host": host, forwarded: `host=${host}` },
    ]) {
      const answer = await http({
        method: "POST",
        path: "/reset-password",
        cookie,
        headers: { ...headers, ...forged },
        body: encodeAction({}),
      });
      expect(answer.status).toBeLessThan(500);
    }
  }
  listener.close();
  expect(asked).toEqual([]);
});

test("routes that change something refuse a page of another origin", async ({
  http,
  origin,
  cookieOf,
  maker,
  castCookie,
}) => {
  const { cookies } = await buildWorld(maker, cookieOf, await castCookie("operator"));
  const cookie = cookies["the root user"];
  for (const path of [
    "/sign-out",
    "/preferences/device",
    "/hand-over/sib/file",
    "/api/auth/signout",
    "/api/auth/callback/credentials",
  ]) {
    for (const headers of [
      {},
      { origin: "null" },
      { origin: "https://elsewhere.test" },
      { origin: "nonsense" },
    ] as Record<string, string>[]) {
      const answer = await http({
        method: "POST",
        path,
        cookie,
        headers,
        body: new URLSearchParams({ theme: "dark" }),
      });
      expect(answer.status, `${path} from ${JSON.stringify(headers)}`).toBe(403);
      expect(answer.cookies).toEqual([]);
    }
  }
  expect((await http({ path: "/home", cookie })).status).toBe(200);
  const left = await http({ method: "POST", path: "/sign-out", cookie, headers: { origin } });
  expect([left.status, left.location]).toEqual([303, "/login"]);
  expect((await http({ path: "/home", cookie })).status).toBe(307);
});

interface Post {
  http: (outgoing: Parameters<typeof import("../support/send").send>[1]) => Promise<Answer>;
  world: World;
  id: string;
  name: string;
  path: string;
  player: Player;
  headers: Record<string, string>;
  scripted: boolean;
}

function postAction({ scripted, http, world, id, name, path, player, headers }: Post): Promise<Answer> {
  const cookie = world.cookies[player];
  const fields = actionMatrix[name]?.form(world) ?? {};
  return http({
    method: "POST",
    path,
    ...(cookie && { cookie }),
    headers: { ...(scripted && { accept: "text/x-component", "next-action": id }), ...headers },
    body: scripted ? encodeAction(fields) : encodePlainForm(id, fields),
  });
}
