import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listAuthorizedKeys } from "@/lib/domain/servers/list-authorized-keys";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { type OnEnd, ownLogin, startSshd } from "@/tests/support/start-sshd";
import { fillPublicKeys } from "./support/fill-keys";
import { interleave, type Measured } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";

/**
 * A login to a real sshd that asks us, against the same login by a local file, with and without a command that says
 * nothing; and the lookup behind it, in an account of few keys and of many.
 */
export async function ssh({ quick }: BenchOptions): Promise<Report> {
  const [few, many] = quick ? [1_000, 20_000] : [1_000, 1_000_000];
  const endings: (() => void | Promise<void>)[] = [];
  const database = await openBenchDatabase();
  try {
    connectPool(database.appUrl);
    const person = await somebodyWithKey((work) => endings.unshift(work));
    const logins = await loginsOf(person, (work) => endings.unshift(work));
    const cpuMs = () => cpuMsOf(process.pid, database.pid);
    const lookup = (count: number) =>
      interleave([{ name: `lookup among ${count} keys`, operate: person.ask, cpuMs }], {
        ...{ rounds: 5, count: quick ? 200 : 1_000, warmUp: quick ? 100 : 500 },
      });
    await fillPublicKeys(database.ownerUrl, person.root.accountId, few);
    const [fewKeys] = await lookup(few);
    await fillPublicKeys(database.ownerUrl, person.root.accountId, many - few);
    const [manyKeys] = await lookup(many);
    const subjects = logins.map(({ name, logIn }) => ({ name, operate: logIn, cpuMs }));
    const measured = await interleave(subjects, { rounds: 5, count: quick ? 4 : 20, warmUp: 2 });
    return {
      outcomes: outcomesOf(measured, fewKeys, manyKeys),
      measured: [...measured, fewKeys, manyKeys].filter(isSet),
    };
  } finally {
    for (const end of endings) await end();
    await closePool();
    await database.close();
  }
}

async function somebodyWithKey(onEnd: OnEnd) {
  const folder = mkdtempSync(join(tmpdir(), "espalier-bench-ssh-"));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  const privateKey = join(folder, "id");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", privateKey]);
  const publicKey = readFileSync(`${privateKey}.pub`, "utf8");
  const fingerprint =
    execFileSync("ssh-keygen", ["-lf", `${privateKey}.pub`], { encoding: "utf8" }).split(" ")[1] ?? "";
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { name: subAccountName } = (await buildSubAccount(root, { name: "ada" })).actor;
  await uploadPublicKey(later(root, {}), { subAccountName, name: "", publicKey, expiresInDays: null });
  const { credential } = await buildServer(root);
  await letIn(root, "gpu-1", { subAccountName, login: ownLogin });
  const ask = async () => {
    const lines = await listAuthorizedKeys({ credential, login: ownLogin, fingerprint, now: new Date(), ip: "::1" });
    if (!lines?.startsWith("restrict,")) throw new Error(`the lookup answered ${lines}`);
  };
  return { root, credential, privateKey, publicKey, ask };
}

type Person = Awaited<ReturnType<typeof somebodyWithKey>>;

/** The same key, let in by a file, by a file after a command that says nothing, and by us. */
async function loginsOf({ credential, privateKey, publicKey }: Person, onEnd: OnEnd) {
  const api = createServer((request, response) => void platformApi.answer(request, response));
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  onEnd(() => void api.close());
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const byFile = (command: string) => (folder: string) => {
    writeFileSync(join(folder, "keys"), publicKey);
    return [`AuthorizedKeysCommand ${command}`, `AuthorizedKeysFile ${join(folder, "keys")}`, "StrictModes no"];
  };
  const start = async (name: string, before?: (folder: string) => string[]) => {
    const sshd = await startSshd({ url, credential, onEnd, ...(before && { before }) });
    const logIn = async () => {
      if (!(await sshd.logIn(privateKey))) throw new Error(`${name}: refused\n${sshd.log.join("\n")}`);
    };
    return { name, logIn };
  };
  return [
    await start("login by a local file", byFile("none")),
    await start("login by a local file after /bin/true", byFile("/bin/true %u %f")),
    await start("login that asks Espalier"),
  ];
}

const isSet = (one: Measured | undefined): one is Measured => one !== undefined;

function outcomesOf(logins: readonly Measured[], few?: Measured, many?: Measured): Report["outcomes"] {
  const [file = Number.NaN, nothing = Number.NaN, ours = Number.NaN] = logins.map(({ p50Ms }) => p50Ms);
  const atMost = (what: string, ratio: number, firstRelease: number | undefined, goal: number) =>
    ({ what, ratio, sense: "at-most", firstRelease, goal }) as const;
  return [
    atMost("login that asks us, of one after /bin/true (p50)", ours / nothing, 2, 1.2),
    atMost("login that asks us, of one by a local file (p50)", ours / file, 1.5, 1.2),
    atMost(
      "lookup among many keys, of few (CPU)",
      (many?.cpuMs ?? Number.NaN) / (few?.cpuMs ?? Number.NaN),
      undefined,
      1.05,
    ),
  ];
}
