import { drawDocument } from "../support/draw-document";
import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import type { Person } from "./test";

export const worldPassword = "nine kites above the harbour";

/** Everybody who may try what is not theirs: of account A unless said otherwise. */
export type Player =
  | "nobody"
  | "a junk cookie"
  | "a sub-account"
  | "a finance user"
  | "a delegated admin"
  | "the root user"
  | "another account's sub-account"
  | "another account's root user"
  | "an unverified account's root user"
  | "an operator";

export interface World {
  accounts: string[];
  cookies: Record<Player, string>;
  /** A, which has the group `crew` and the policy `spare`, of which nobody holds anything. */
  alias: string;
  /** Another account, submitted, with documents. */
  submitted: { name: string; accountId: string; verificationId: string; documentId: string };
  /** Of the sub-account `sib`. */
  keys: { disabled: string; retiring: string };
  /** Of account A, and of a service. */
  webhooks: { own: string; service: string };
  document: Buffer;
  rootEmail: string;
  setUpToken: string;
}

/** Accounts and people of one test's own, so that it may try to break them. */
export async function buildWorld(
  maker: Maker,
  cookieOf: (person: Person) => Promise<string>,
  operatorCookie: string,
): Promise<World> {
  const [own, other, fresh, waiting] = ["own", "other", "fresh", "waiting"].map(uniqueName) as [
    string,
    string,
    string,
    string,
  ];
  const account = { password: worldPassword, approved: true };
  await maker.account({ ...account, name: own });
  await maker.account({ ...account, name: other });
  await maker.account({ ...account, name: fresh, approved: false });
  const { accountId } = await maker.account({ ...account, name: waiting, approved: false, submitted: true });
  const signing = { account: own, password: worldPassword };
  await maker.subAccount({ ...signing, name: "vic" });
  await maker.subAccount({ ...signing, name: "fin", policies: ["AliyunBSSFullAccess"] });
  await maker.subAccount({ ...signing, name: "adm", policies: ["AliyunRAMFullAccess"] });
  await maker.subAccount({ ...signing, name: "sib" });
  await maker.subAccount({ account: own, name: "idle", disabled: "left" });
  await maker.subAccount({ account: own, name: "gone" });
  await maker.subAccount({ ...signing, account: other, name: "oth" });
  await maker.policy({ account: own, name: "spare" });
  await maker.group({ account: own, name: "crew" });
  const sub = (alias: string, name: string) => cookieOf({ door: "sub-account", alias, name, password: worldPassword });
  const root = (name: string) => cookieOf({ door: "root-user", name: `root@${name}.test`, password: worldPassword });
  return {
    accounts: [own, other, fresh, waiting],
    alias: own,
    rootEmail: `root@${own}.test`,
    cookies: {
      nobody: "",
      "a junk cookie": `espalier-session=${"A".repeat(43)}`,
      "a sub-account": await sub(own, "vic"),
      "a finance user": await sub(own, "fin"),
      "a delegated admin": await sub(own, "adm"),
      "the root user": await root(own),
      "another account's sub-account": await sub(other, "oth"),
      "another account's root user": await root(other),
      "an unverified account's root user": await root(fresh),
      "an operator": operatorCookie,
    },
    submitted: {
      name: waiting,
      accountId,
      verificationId: (await maker.verificationId({ account: waiting })).id,
      documentId: (await maker.documentIds({ account: waiting })).ids[0] ?? "",
    },
    keys: {
      disabled: (await maker.accessKey({ account: own, subAccount: "sib", state: "disabled" })).id,
      retiring: (await maker.accessKey({ account: own, subAccount: "sib", state: "retiring" })).id,
    },
    webhooks: {
      own: (await maker.webhook({ account: own })).id,
      service: (await maker.serviceEndpoint({ name: own })).id,
    },
    document: await drawDocument("passport"),
    setUpToken: (await maker.setUpLink({})).token,
  };
}
