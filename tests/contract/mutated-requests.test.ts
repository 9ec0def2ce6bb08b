import { once } from "node:events";
import { Agent, createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { ramApi } from "@/lib/entrypoints/ram-api/ram-api";
import { buildAccount } from "@/tests/support/build-account";
import { dose } from "@/tests/support/dose";
import { issueKey } from "@/tests/support/open-ram-api";
import { buildV1Request, buildV3Request, type TestKey } from "@/tests/support/sign-request";

interface Raw {
  method: string;
  pairs: [string, string][];
  headers: Record<string, string>;
  body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
afterAll(() => agent.destroy());

function ask(port: number, { method, pairs, headers, body }: Raw): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const path = `/?${new URLSearchParams(pairs)}`;
    const outgoing = send({ agent, host: "127.0.0.1", port, method, path, headers }, (incoming) => {
      text(incoming).then(
        (said) => resolve({ status: incoming.statusCode ?? 0, code: JSON.parse(said).Code ?? "passed" }),
        reject,
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const host = "ram.test:3000";
type Built = ReturnType<typeof buildV3Request> | ReturnType<typeof buildV1Request>;
const rawOf = ({ request, body }: Built): Raw => ({
  method: request.method,
  pairs: request.query.map(([name, value]) => [name, value]),
  headers: Object.fromEntries(request.headers),
  body,
});

/** A call that its key's owner may make: about itself. */
const rightCall = ({ key, name }: Caller, scheme: "V1" | "V3") => {
  const call = { action: "GetUser", query: { UserName: name, Odd: "a b+c/中" }, method: "POST", host } as const;
  return rawOf(scheme === "V1" ? buildV1Request(key, call) : buildV3Request(key, call));
};

interface Caller {
  key: TestKey;
  name: string;
}

/** Another letter or digit in a place of the text; one that no encoding takes for the same. */
function changed(value: string, at: number): string {
  const place = at % Math.max(value.length, 1);
  const replaced = /[a-e0-8]/.test(value[place] ?? "") ? "f" : "0";
  return value.slice(0, place) + replaced + value.slice(place + 1);
}

type Mutation = (raw: Raw, at: number, other: Caller) => void;

const pairOf = (raw: Raw, at: number) => raw.pairs[at % raw.pairs.length] ?? ["", ""];
const anyScheme: Record<string, Mutation> = {
  "a value of the query": (raw, at) => {
    const pair = pairOf(raw, at);
    // The last letter of base64 has bits that say nothing.
    pair[1] = changed(pair[1], pair[0] === "Signature" ? at % 20 : at);
  },
  "a name of the query": (raw, at) => {
    pairOf(raw, at)[0] += "x";
  },
  "one parameter less": (raw, at) => void raw.pairs.splice(at % raw.pairs.length, 1),
  "one parameter more": (raw, at) => void raw.pairs.push([`More${at}`, ""]),
  "one parameter twice": (raw, at) => void raw.pairs.push([...pairOf(raw, at)]),
  "another method": (raw) => {
    raw.method = "GET";
  },
  "a form": (raw, at) => {
    raw.headers["content-type"] = "application/x-www-form-urlencoded";
    raw.body = `Form${at}=x`;
  },
};
const ofV3: Record<string, Mutation> = {
  ...anyScheme,
  "a signed header": (raw, at) => {
    const names = Object.keys(raw.headers).filter((name) => name !== "authorization");
    const name = names[at % names.length] ?? "";
    raw.headers[name] = changed(raw.headers[name] ?? "", at);
  },
  "one header less": (raw, at) => {
    const names = Object.keys(raw.headers).filter((name) => name !== "host");
    delete raw.headers[names[at % names.length] ?? ""];
  },
  "an unsigned header of the family": (raw, at) => {
    raw.headers[`x-acs-more-${at}`] = "x";
  },
  "the signature": (raw, at) => {
    const [head = "", hex = ""] = (raw.headers.authorization ?? "").split("Signature=");
    raw.headers.authorization = `${head}Signature=${changed(hex, at)}`;
  },
  "a header left unsigned": (raw, at) => {
    const [, names = ""] = /SignedHeaders=([^,]*)/.exec(raw.headers.authorization ?? "") ?? [];
    const kept = names.split(";").filter((_, place, all) => place !== at % all.length);
    raw.headers.authorization = (raw.headers.authorization ?? "").replace(names, kept.join(";"));
  },
  "somebody else's key": (raw, _, { key }) => {
    raw.headers.authorization = (raw.headers.authorization ?? "").replace(/LTAI\w+/, key.accessKeyId);
  },
};
const ofV1: Record<string, Mutation> = {
  ...anyScheme,
  "somebody else's key": (raw, _, { key }) => {
    const pair = raw.pairs.find(([name]) => name === "AccessKeyId");
    if (pair) pair[1] = key.accessKeyId;
  },
};

const mutation = fc.constantFrom("V1" as const, "V3" as const).chain((scheme) =>
  fc.record({
    scheme: fc.constant(scheme),
    what: fc.constantFrom(...Object.keys(scheme === "V1" ? ofV1 : ofV3)),
    at: fc.nat(200),
  }),
);

const documented = new RegExp(
  "^(SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId\\.NotFound|InvalidSignatureMethod|" +
    "InvalidTimeStamp\\.(Format|Expired)|InvalidApi\\.NotFound|Missing\\w+|InvalidParameter\\.\\w+|UnsupportedSignatureVersion)$",
);
/** After twenty bad signatures of a key and address in a minute the limit answers; a key also takes its neighbour's. */
const changesOfAKey = 12;

/** The API without its door, which takes what a change made of no call for a page. */
async function openApi(): Promise<number> {
  const server = createServer((request, response) => void ramApi.answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it("a signed request that was changed in any one place is refused with a documented code", async () => {
  const count = dose(1_000, 10_000);
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const port = await openApi();
  const callers: Caller[] = [];
  for (let made = 0; made < Math.ceil(count / changesOfAKey / 2); made++) {
    const name = `caller-${made}`;
    await createSubAccount(root, CreateSubAccountInput.parse({ name }));
    for (let key = 0; key < 2; key++) callers.push({ name, key: await issueKey(root, name) });
  }
  for (const caller of callers.slice(0, 5)) {
    for (const scheme of ["V1", "V3"] as const) {
      expect(await ask(port, rightCall(caller, scheme))).toEqual({ status: 200, code: "passed" });
    }
  }
  const mutations = fc.sample(mutation, count);
  const escaped: unknown[] = [];
  const codes = new Map<string, number>();
  const check = async ({ scheme, what, at }: (typeof mutations)[number], turn: number) => {
    const caller = callers[turn % callers.length];
    const other = callers[(turn + 1) % callers.length];
    if (!caller || !other) throw new Error("there are callers");
    const raw = rightCall(caller, scheme);
    (scheme === "V1" ? ofV1 : ofV3)[what]?.(raw, at, other);
    const { status, code } = await ask(port, raw);
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (status < 400 || status >= 500 || !documented.test(code)) escaped.push({ scheme, what, at, status, code });
  };
  for (let from = 0; from < count; from += 16) {
    await Promise.all(mutations.slice(from, from + 16).map((one, at) => check(one, from + at)));
  }
  expect(escaped).toEqual([]);
  expect([...codes.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
  expect(codes.size).toBeGreaterThan(4);
});
