import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { SetInvoicingModeInput } from "@/lib/domain/bills/schema";
import { typescript } from "./node-flags";

export interface MakerCommands {
  account(input: { name: string; password: string; approved: boolean; submitted?: boolean }): Promise<{
    accountId: string;
    uid: string;
    email: string;
  }>;
  subAccount(input: {
    account: string;
    name: string;
    /** Without one, console sign-in is off. */
    password?: string;
    mustChange?: boolean;
    displayName?: string;
    email?: string;
    policies?: string[];
    disabled?: string;
    /** "Must use a second factor" of its login profile. */
    mustBindFactor?: boolean;
  }): Promise<{ id: string }>;
  /** A key of a sub-account, with its secret; `disabled`, or on its way out with a successor beside it. */
  accessKey(input: { account: string; subAccount: string; state?: "disabled" | "retiring" }): Promise<{
    id: string;
    secret: string;
  }>;
  publicKey(input: { account: string; subAccount: string }): Promise<{ id: string }>;
  /** A running one, as a service told of it. */
  resource(input: { account: string; subAccount: string; name?: string }): Promise<{ id: string }>;
  newestEvent(input: { account: string }): Promise<{ id: string }>;
  /**
   * Some days of use by two sub-accounts, through the pipeline; the second one's newest charge. On the first evening an
   * event under this id tells of somebody who is not there: it keeps that month from closing.
   */
  history(input: { account: string; people: [string, string]; days: number; strayId?: string }): Promise<{
    month: string;
    chargeId: string;
  }>;
  /** Closes every month of an account whose late usage had its time; those closed, oldest first. */
  closeMonths(input: { account: string }): Promise<{ months: string[] }>;
  /** Ordered so many days ago: the months since then that had not begun are invoiced so. */
  orderInvoicing(input: { account: string; mode: SetInvoicingModeInput["mode"]; daysAgo: number }): Promise<object>;
  /** Agreed three hours ago: it counts. */
  contractPrice(input: { account: string; priceCode: string; discount: string }): Promise<object>;
  /** Tells usage of an hour ago of somebody who may not be there yet. */
  usage(input: { account: string; name: string; meter: string; value: string; id: string }): Promise<object>;
  /** A custom policy that allows to read what is stored, and a second version of it that forbids it and does not count. */
  policy(input: { account: string; name: string }): Promise<object>;
  /** A custom policy of these actions on everything, held by the sub-account. */
  allow(input: { account: string; name: string; actions: string[] }): Promise<object>;
  /** Registered with a credential, by the account or the platform; the group, or everybody, may log in. */
  webhook(input: { account: string; tested?: boolean }): Promise<{ id: string }>;
  serviceEndpoint(input: { name: string }): Promise<{ id: string }>;
  server(input: { account: string; name: string; group?: string; ofPlatform?: boolean }): Promise<object>;
  group(input: { account: string; name: string; members?: string[] }): Promise<object>;
  allowOwnKeys(input: { account: string }): Promise<object>;
  disable(input: { account: string; name: string }): Promise<object>;
  remove(input: { account: string; name: string }): Promise<object>;
  /** What a sub-account was told, oldest first. */
  notices(input: { account: string; name: string }): Promise<{ kinds: string[] }>;
  /** A finished run that created one person, who waits for the hand-over, and a link that nobody has opened. */
  creationRun(input: { account: string; name: string; cookie: string }): Promise<{ id: string; claimToken: string }>;
  /** The time of every claim link of the account is up. */
  expireClaimLinks(input: { account: string }): Promise<object>;
  setUpLink(input: object): Promise<{ token: string }>;
  documentIds(input: { account: string }): Promise<{ ids: string[] }>;
  verificationId(input: { account: string }): Promise<{ id: string }>;
  accountId(input: { account: string }): Promise<{ accountId: string }>;
  /** The newest of an account. */
  topUpId(input: { account: string }): Promise<{ id: string }>;
  /** The oldest goodwill of the account that waits for a second operator. */
  approvalId(input: { account: string }): Promise<{ id: string }>;
  count(input: { table: string; accounts: string[] }): Promise<{ rows: number }>;
  operatorsFromOutside(input: object): Promise<{ rows: number }>;
  snapshot(input: { accounts: string[] }): Promise<{ digests: Record<string, string> }>;
  /** Signs somebody in from this address, by the verb behind the door, without the way through it. */
  session(input: {
    door: "root-user" | "sub-account" | "operator";
    alias?: string;
    name: string;
    password: string;
    address: string;
  }): Promise<{ cookie: string }>;
  /** Gives the session of this cookie a fresh proof for every purpose, without the page that asks. */
  prove(input: { cookie: string }): Promise<object>;
  /** The newest code that was sent to an address. */
  code(input: { to: string }): Promise<{ code: string }>;
  operator(input: { email: string; password: string }): Promise<object>;
  /** Binds a passkey in the session of this cookie, which goes on under another. */
  passkey(input: { cookie: string }): Promise<{ cookie: string; id: string }>;
  /** Asks the session of this cookie for a fresh proof. */
  challenge(input: { cookie: string; returnPath: string }): Promise<{ id: string }>;
  /** One of each secret that is issued, by name; the cookie's holder has a factor already. */
  secrets(input: { account: string; cookie: string }): Promise<Record<string, string>>;
  /** A call as a RAM client sends it, everything in its address. */
  signedCall(input: {
    scheme: "V1" | "V3";
    key: { accessKeyId: string; secret: string };
    action: string;
    query: Record<string, string>;
    host: string;
  }): Promise<{ method: string; path: string; headers: Record<string, string> }>;
  search(input: { text: string }): Promise<{ found: string[] }>;
  /** A second app on the database of the first, until the maker ends. */
  secondInstance(input: object): Promise<{ origin: string }>;
}

export type Maker = MakerCommands & { stop(): void };

const names = [
  "account",
  "subAccount",
  "accessKey",
  "publicKey",
  "resource",
  "newestEvent",
  "history",
  "closeMonths",
  "orderInvoicing",
  "contractPrice",
  "usage",
  "policy",
  "allow",
  "group",
  "server",
  "webhook",
  "serviceEndpoint",
  "allowOwnKeys",
  "disable",
  "remove",
  "notices",
  "creationRun",
  "expireClaimLinks",
  "setUpLink",
  "documentIds",
  "topUpId",
  "approvalId",
  "verificationId",
  "accountId",
  "count",
  "operatorsFromOutside",
  "snapshot",
  "session",
  "prove",
  "code",
  "operator",
  "passkey",
  "challenge",
  "secrets",
  "signedCall",
  "search",
  "secondInstance",
] as const satisfies (keyof MakerCommands)[];

/** A process beside the server under test that makes people and looks at the database; ends when its input closes. */
export function startMaker(dataDir: string): Maker {
  const words = [...typescript, "tests/support/maker-process.ts"];
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, words, {
    env: { ...inherited, ESPALIER_DATA_DIR: dataDir, ESPALIER_DEMO: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: { resolve: (value: never) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    const { value, error } = JSON.parse(line) as { value?: never; error?: string };
    const one = waiting.shift();
    if (error) one?.reject(new Error(error));
    else one?.resolve(value as never);
  });
  child.on("close", () => {
    for (const { reject } of waiting.splice(0)) reject(new Error("the maker ended"));
  });
  const ask = (name: string, input: unknown) =>
    new Promise<never>((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify({ name, input })}\n`);
    });
  const asked = Object.fromEntries(names.map((name) => [name, (input: unknown) => ask(name, input)]));
  return { ...(asked as unknown as MakerCommands), stop: () => child.stdin.end() };
}
