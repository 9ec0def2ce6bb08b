import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { typescript } from "@/tests/support/node-flags";
import { parseDatabaseUrl } from "./database-url";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { findPostmaster } from "./postmaster";

/** One data directory through all of its life, in the order of the tests. */
let dataDir: string;
const cluster = () => join(dataDir, "postgres");

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "espalier-embedded-"));
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const { socketPath, ssl: _, ...target } = parseDatabaseUrl(url);
  const sql = postgres({ ...target, ...(socketPath && { path: socketPath }), max: 1, fetch_types: false });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The same server held by a process of its own, which can be killed. */
async function holdInChild() {
  const code = `import { startEmbeddedPostgres } from "@/db/embedded-postgres";
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, ephemeral: true });
    console.log(server.pid); process.stdin.resume();`;
  const child = spawn(process.execPath, [...typescript, "--input-type=module", "--eval", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, postmaster: Number(line) };
}

async function gone(pid: number): Promise<void> {
  while (findPostmaster(cluster()) === pid) await sleep(20);
}

test("a first start installs the two roles as they must be, and nothing is open to the public", async () => {
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  const roles = await query(
    server.ownerUrl,
    `select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolinherit, rolcanlogin
     from pg_roles where rolname like 'espalier%' order by rolname`,
  );
  const plain = {
    rolsuper: false,
    rolbypassrls: false,
    rolcreatedb: false,
    rolcreaterole: false,
    rolreplication: false,
  };
  expect(roles).toEqual([
    { rolname: "espalier_app", ...plain, rolinherit: false, rolcanlogin: true },
    { rolname: "espalier_owner", ...plain, rolinherit: true, rolcanlogin: true },
  ]);
  const [rights] = await query(
    server.appUrl,
    `select current_user as role, current_setting('timezone') as zone,
       has_database_privilege('espalier', 'create') as may_create, has_database_privilege('espalier', 'temp') as may_temp,
       has_schema_privilege('public', 'create') as may_fill_public`,
  );
  expect(rights).toEqual({
    role: "espalier_app",
    zone: "UTC",
    may_create: false,
    may_temp: false,
    may_fill_public: false,
  });
  await query(server.ownerUrl, "create table kept as select 42 as answer");
  await server.stop();
});

test("the server is not root, listens on a socket nobody else can reach, and asks for the password", async () => {
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  expect(statSync(cluster()).uid).not.toBe(0);
  const socket = parseDatabaseUrl(server.appUrl).socketPath ?? "";
  expect(statSync(join(socket, "..")).mode & 0o777).toBe(0o700);
  const [listening] = await query<{ addresses: string }>(
    server.appUrl,
    "select current_setting('listen_addresses') addresses",
  );
  expect(listening?.addresses).toBe("");
  await expect(query(server.appUrl.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toMatchObject({
    code: "28P01",
  });
  await server.stop();
});

test("a second start finds the data of the first", async () => {
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  expect(await query(server.ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(findEmbeddedPostgres({ dataDir })).toEqual({
    appUrl: server.appUrl,
    ownerUrl: server.ownerUrl,
    superuserUrl: server.superuserUrl,
  });
  await server.stop();
  expect(findEmbeddedPostgres({ dataDir })).toBeUndefined();
});

test("while it runs, another one on the same data is refused and told who holds it", async () => {
  const { child, postmaster } = await holdInChild();
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`already runs on ${dataDir} (process ${child.pid},`);
  expect(findPostmaster(cluster())).toBe(postmaster);
  child.kill("SIGKILL");
  await gone(postmaster);
});

test("a kill -9 of the process that started it takes the server down, and the next start works", async () => {
  const { child, postmaster } = await holdInChild();
  child.kill("SIGKILL");
  await gone(postmaster);
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  expect(await query(server.ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  await server.stop();
});

test("a server that outlived its supervisor is stopped, not doubled", async () => {
  const { child, postmaster } = await holdInChild();
  // Nobody left to notice: the server is stopped while its supervisor and its watcher die.
  process.kill(postmaster, "SIGSTOP");
  child.kill("SIGKILL");
  await once(child, "close");
  expect(findPostmaster(cluster())).toBe(postmaster);
  setTimeout(() => process.kill(postmaster, "SIGCONT"), 300);
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  expect(server.pid).not.toBe(postmaster);
  expect(await query(server.ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  await server.stop();
});

test("a server that dies is started again under the same URLs", async () => {
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  const { pid, ownerUrl } = server;
  process.kill(pid, "SIGKILL");
  while (server.pid === pid) await sleep(20);
  expect(await query(ownerUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  await server.stop();
});

test("a stale pid file whose number now belongs to another program of the same account keeps nobody out", async () => {
  const { uid, gid } = statSync(cluster());
  const other = spawn("sleep", ["60"], process.getuid?.() === 0 ? { uid, gid } : {});
  writeFileSync(join(cluster(), "postmaster.pid"), `${other.pid}\n${cluster()}\n0\n5432\n\n\n\nready\n`);
  expect(findEmbeddedPostgres({ dataDir })).toBeUndefined();
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  await server.stop();
  expect(other.exitCode).toBeNull();
  other.kill();
});

test("its log repeats neither statements nor values", async () => {
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  await query(server.ownerUrl, "create unique index on kept (answer)");
  await expect(query(server.ownerUrl, "insert into kept values (42) -- canary")).rejects.toMatchObject({
    code: "23505",
  });
  await server.stop();
  const log = readFileSync(join(dataDir, "postgres.log"), "utf8");
  expect(log).toContain("duplicate key");
  expect(log).not.toMatch(/canary|\(42\)/);
  expect(existsSync(join(dataDir, "run", "initdb-password"))).toBe(false);
});

test("a start that fails lets go of the lock", async () => {
  const version = join(cluster(), "PG_VERSION");
  const made = readFileSync(version, "utf8");
  writeFileSync(version, "9.6\n");
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow("made by PostgreSQL 9.6");
  writeFileSync(version, made);
  const server = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  await server.stop();
});
