import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { tryFileLock } from "@/lib/foundation/file-lock";
import { createSecret, readSecret } from "@/lib/foundation/secrets";
import { type ClusterHome, findClusterBase, prepareClusterHome } from "./cluster-home";
import { createCluster } from "./create-cluster";
import { installDatabase } from "./installation";
import { keepRunning } from "./keep-running";
import { clearOrphan, findPostmaster, launchPostmaster, readPidFile } from "./postmaster";

export interface DatabaseUrls {
  /** Role espalier_app: serves. */
  appUrl: string;
  /** Role espalier_owner: migrates. */
  ownerUrl: string;
  superuserUrl: string;
}

export interface EmbeddedPostgres extends DatabaseUrls {
  readonly pid: number;
  stop(): Promise<void>;
}

interface Endpoint {
  port: number;
  /** Undefined: 127.0.0.1, where no directory has a name short enough for a socket. */
  socketDirectory: string | undefined;
}

const database = "espalier";
/** sun_path holds 104 bytes on macOS, 108 on Linux; the server adds `/.s.PGSQL.5432`. */
const socketDirectoryBytesMax = 85;
const logBytesMax = 10 * 1024 * 1024;

/**
 * The default database: a PostgreSQL of our own in the data directory, made on first use, that runs until `stop` or
 * until this process is gone. A server that dies meanwhile is started again under the same URLs.
 *
 * `ephemeral` trades durability for speed and is for tests. Throws when another process uses the data directory.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  ephemeral?: boolean;
}): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const ephemeral = options.ephemeral ?? false;
  const home = prepareClusterHome(dataDir);
  const lock = lockDataDirectory(dataDir);
  try {
    const cluster = join(home.base, "postgres");
    await clearOrphan(cluster);
    const endpoint = await chooseEndpoint(home);
    if (!fs.existsSync(join(cluster, "PG_VERSION")))
      await createCluster(home, { superuserPassword: createPasswords(dataDir), ephemeral });
    requireSameMajor(cluster, home.version);
    const logFile = join(dataDir, "postgres.log");
    rotate(logFile);
    const settings = serverSettings(endpoint, ephemeral);
    const launch = async () => {
      await clearOrphan(cluster);
      return launchPostmaster({ ...home, cluster, settings, logFile });
    };
    const server = keepRunning(await launch(), launch);
    const urls = urlsOf(dataDir, endpoint);
    try {
      await installOnce(dataDir, cluster, urls);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      ...urls,
      get pid() {
        return server.pid();
      },
      async stop() {
        await server.stop();
        removeTemporary(endpoint);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The URLs of the embedded server that another process runs on this data directory, if one does. */
export function findEmbeddedPostgres(options: { dataDir: string }): DatabaseUrls | undefined {
  const dataDir = resolve(options.dataDir);
  const base = findClusterBase(dataDir);
  const cluster = base && join(base, "postgres");
  if (cluster === undefined || findPostmaster(cluster) === undefined) return undefined;
  const running = readPidFile(cluster);
  if (!running?.isReady) return undefined;
  return urlsOf(dataDir, { port: running.port, socketDirectory: running.socketDirectory || undefined });
}

function lockDataDirectory(dataDir: string) {
  const lock = openLock(dataDir);
  const holderFile = join(dataDir, "lock-holder");
  if (!lock) {
    const holder = fs.existsSync(holderFile) ? ` (${fs.readFileSync(holderFile, "utf8").trim()})` : "";
    throw new Error(
      `Espalier already runs on ${dataDir}${holder}. Stop it first, or set ESPALIER_DATA_DIR to another directory.`,
    );
  }
  fs.writeFileSync(holderFile, `process ${process.pid}, since ${new Date().toISOString()}\n`);
  return lock;
}

function openLock(dataDir: string) {
  try {
    return tryFileLock(join(dataDir, "lock"));
  } catch (cause) {
    throw new Error(
      `${dataDir} cannot be written. Start Espalier as the account that owns it, or set ESPALIER_DATA_DIR to another directory.`,
      { cause },
    );
  }
}

async function chooseEndpoint({ base, account }: ClusterHome): Promise<Endpoint> {
  const beside = join(base, "run");
  fs.rmSync(beside, { recursive: true, force: true });
  fs.mkdirSync(beside, { mode: 0o700 });
  const isShort = (directory: string) => Buffer.byteLength(directory) <= socketDirectoryBytesMax;
  const elsewhere = join(tmpdir(), "espalier-");
  const socketDirectory = isShort(beside)
    ? beside
    : isShort(`${elsewhere}XXXXXX`)
      ? fs.mkdtempSync(elsewhere)
      : undefined;
  for (const directory of [beside, socketDirectory]) {
    if (directory && account) fs.chownSync(directory, account.uid, account.gid);
  }
  return { socketDirectory, port: socketDirectory ? 5432 : await freePort() };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, failed) => probe.once("error", failed).listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("127.0.0.1 has no free port.");
  return address.port;
}

/** Makes all three, and answers the superuser's. */
function createPasswords(dataDir: string): string {
  for (const role of ["owner", "app"]) createSecret(dataDir, `postgres-${role}`);
  return createSecret(dataDir, "postgres-superuser").toString("base64url");
}

function requireSameMajor(cluster: string, version: string): void {
  const made = fs.readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  const [major] = version.split(".");
  if (made === major) return;
  throw new Error(
    `The database in ${cluster} was made by PostgreSQL ${made}; this release brings ${major}. Back it up with the release that made it (npm run -s cli -- backup) and restore it here.`,
  );
}

function serverSettings(endpoint: Endpoint, ephemeral: boolean): Record<string, string> {
  const { socketDirectory, port } = endpoint;
  return {
    port: String(port),
    listen_addresses: socketDirectory ? "" : "127.0.0.1",
    unix_socket_directories: socketDirectory ? `"${socketDirectory.replaceAll('"', '""')}"` : "",
    unix_socket_permissions: "0700",
    timezone: "UTC",
    log_timezone: "UTC",
    shared_buffers: "128MB",
    max_connections: "100",
    jit: "off",
    // Statements and details carry values, secrets among them: the log gets neither.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    ...(ephemeral && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
}

/** Superuser connects this once; the marker lies in the cluster, so it cannot outlive it. */
async function installOnce(dataDir: string, cluster: string, urls: DatabaseUrls): Promise<void> {
  const marker = join(cluster, "espalier-installed");
  if (fs.existsSync(marker)) return;
  const passwordFor = (role: string) => readSecret(dataDir, `postgres-${role}`).toString("base64url");
  await installDatabase(urls.superuserUrl, {
    database,
    ownerPassword: passwordFor("owner"),
    appPassword: passwordFor("app"),
  });
  const { uid, gid } = fs.statSync(cluster);
  fs.writeFileSync(marker, "");
  fs.chownSync(marker, uid, gid);
}

function urlsOf(dataDir: string, { port, socketDirectory }: Endpoint): DatabaseUrls {
  const urlOf = (role: string, name: string, secretName: string) => {
    const password = readSecret(dataDir, secretName).toString("base64url");
    const where = socketDirectory ? `?host=${encodeURIComponent(socketDirectory)}` : "";
    return `postgres://${role}:${password}@${socketDirectory ? "localhost" : "127.0.0.1"}:${port}/${name}${where}`;
  };
  return {
    appUrl: urlOf("espalier_app", database, "postgres-app"),
    ownerUrl: urlOf("espalier_owner", database, "postgres-owner"),
    superuserUrl: urlOf("postgres", "postgres", "postgres-superuser"),
  };
}

function removeTemporary({ socketDirectory }: Endpoint): void {
  if (socketDirectory?.startsWith(join(tmpdir(), "espalier-")))
    fs.rmSync(socketDirectory, { recursive: true, force: true });
}

function rotate(logFile: string): void {
  const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logBytesMax) fs.renameSync(logFile, `${logFile}.1`);
}
