import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import { isFactorVisitor, makeFactorVisitor } from "./factor-views";
import { spendWorld } from "./spend-world";
import type { Person, Role } from "./test";
import type { Visitor } from "./views";

/** What tests of this site can ask for while they prepare. */
interface Site {
  maker: Maker;
  cookieOf: (person: Person) => Promise<string>;
  castCookie: (role: Role) => Promise<string>;
}

/** Somebody who looks at pages and changes nothing, so that one of each kind serves a worker. */
interface MadeVisitor {
  cookie: string;
  /** What stands for `{key}` and the like in the addresses they look at. */
  words: Record<string, string>;
}

const visitors = new Map<Visitor, Promise<MadeVisitor>>();

/** The visitor of this kind, signed in; nobody has no cookie. */
export function visitorOf(as: Visitor, site: Site): Promise<MadeVisitor> {
  const known = visitors.get(as) ?? makeVisitor(as, site);
  visitors.set(as, known);
  return known;
}

async function makeVisitor(as: Visitor, site: Site): Promise<MadeVisitor> {
  const { maker, cookieOf, castCookie } = site;
  if (as === "nobody") return { cookie: "", words: {} };
  if (isFactorVisitor(as)) {
    const { cookie, ...words } = await makeFactorVisitor(as, maker, cookieOf);
    return { cookie, words };
  }
  if (as === "a root user with keys") return makeOwnerOfKeys(site);
  if (as === "a root user with spend") {
    const { email, month, chargeId } = await spendWorld(maker);
    const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
    return { cookie, words: { month, charge: chargeId } };
  }
  if (as === "an unverified root user" || as === "a new sub-account") {
    const account = uniqueName("view");
    const isNew = as === "a new sub-account";
    const { email } = await maker.account({ name: account, password: worldPassword, approved: isNew });
    if (isNew) await maker.subAccount({ account, name: "vic", password: worldPassword, mustChange: true });
    const cookie = await cookieOf(
      isNew
        ? { door: "sub-account", alias: account, name: "vic", password: worldPassword }
        : { door: "root-user", name: email, password: worldPassword },
    );
    return { cookie, words: {} };
  }
  return { cookie: await castCookie(as), words: {} };
}

async function makeOwnerOfKeys({ maker, cookieOf }: Site): Promise<MadeVisitor> {
  const account = uniqueName("keys");
  const { email } = await maker.account({ name: account, password: worldPassword, approved: true });
  await maker.subAccount({ account, name: "ada", displayName: "Ada Lovelace" });
  const key = (await maker.accessKey({ account, subAccount: "ada" })).id;
  const sshKey = (await maker.publicKey({ account, subAccount: "ada" })).id;
  await maker.policy({ account, name: "spare" });
  await maker.group({ account, name: "crew", members: ["ada"] });
  await maker.server({ account, name: "gpu-1", group: "crew" });
  const resource = (await maker.resource({ account, subAccount: "ada" })).id;
  const webhook = (await maker.webhook({ account, tested: true })).id;
  const event = (await maker.newestEvent({ account })).id;
  const cookie = await cookieOf({ door: "root-user", name: email, password: worldPassword });
  const run = await maker.creationRun({ account, name: "cy", cookie });
  return { cookie, words: { key, "ssh-key": sshKey, resource, webhook, event, run: run.id, claim: run.claimToken } };
}

const things: Record<string, (maker: Maker) => Promise<string>> = {
  meadow: async (maker) => (await maker.accountId({ account: "meadow" })).accountId,
  harbor: async (maker) => (await maker.accountId({ account: "harbor" })).accountId,
  "top-up": async (maker) => (await maker.topUpId({ account: "harbor" })).id,
  approval: async (maker) => (await maker.approvalId({ account: "harbor" })).id,
  "set-up": async (maker) => (await maker.setUpLink({})).token,
  "service-endpoint": async (maker) => (await maker.serviceEndpoint({ name: uniqueName("service") })).id,
  "platform-server": async (maker) => {
    const account = uniqueName("node");
    await maker.account({ name: account, password: worldPassword, approved: true });
    await maker.server({ account, name: "node-1", ofPlatform: true });
    return `${account}/node-1`;
  },
};

/** The address with every `{word}` filled in by the visitor's own things, or by what stands for everybody. */
export async function fillAddress(path: string, { words }: MadeVisitor, maker: Maker): Promise<string> {
  let filled = path;
  for (const [placeholder, word = ""] of path.matchAll(/\{([\w-]+)\}/g)) {
    const value = words[word] ?? (await things[word]?.(maker));
    if (!value) throw new Error(`nothing stands for ${placeholder} in ${path}`);
    filled = filled.replaceAll(placeholder, value);
  }
  return filled;
}
