import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fenceSql } from "@/db/fence-sql";
import { migrate, schemaVersion } from "@/db/migrate";
import { tableClasses } from "@/db/schema/classes";
import drizzleConfig from "@/drizzle.config";
import { secret } from "@/lib/foundation/secrets";
import { connectDirectly } from "@/tests/support/clone-database";
import { typescript } from "@/tests/support/node-flags";
import { createScratchDatabase, type ScratchDatabase } from "@/tests/support/scratch-database";
import { root } from "./source-tree";

const run = promisify(execFile);
let empty: ScratchDatabase;
let migrated: ScratchDatabase;

beforeAll(async () => {
  empty = await createScratchDatabase("empty", "template0");
  migrated = await createScratchDatabase("migrated");
});
afterAll(async () => {
  await empty?.drop();
  await migrated?.drop();
});

async function look<T>(database: ScratchDatabase, query: string): Promise<T[]> {
  const sql = connectDirectly(database.superuserUrl);
  try {
    return (await sql.unsafe(query)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

/** A statement without the comment before it. */
const plain = (statement: string) => statement.replaceAll(/^--.*$/gm, "").trim();

const appliedTo = (database: ScratchDatabase) =>
  look<{ hash: string }>(database, "select hash from drizzle.__drizzle_migrations order by id");
const again = () => migrate({ ownerUrl: migrated.ownerUrl, sealKey: secret("seal") });

/** A process of its own, as `bin/serve.ts` is one. */
function migrateInProcess(ownerUrl: string): Promise<unknown> {
  const program = `
    import { migrate } from "@/db/migrate";
    import { tableClasses } from "@/db/schema/classes";
import { secret } from "@/lib/foundation/secrets";
    await migrate({ ownerUrl: process.env.DATABASE_OWNER_URL ?? "", sealKey: secret("seal") });`;
  const env = { ...process.env, DATABASE_OWNER_URL: ownerUrl };
  const flags = [...typescript, "--input-type=module-typescript", "--eval", program];
  return run(process.execPath, flags, { cwd: root, env });
}

describe("migrations", () => {
  it("run once when five processes start on an empty database at once", async () => {
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => migrateInProcess(empty.ownerUrl)));
    expect(settled.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(await appliedTo(empty)).toHaveLength(schemaVersion());
    expect(await look(empty, "select only_row from auth.seal")).toHaveLength(1);
  });

  it("make the same database every time", async () => {
    const columns = `select table_name, column_name, data_type, is_nullable, column_default
      from information_schema.columns where table_schema in ('app', 'auth') order by 1, 2`;
    expect(await look(empty, columns)).toEqual(await look(migrated, columns));
  });

  it("change nothing when they run again", async () => {
    const before = await appliedTo(migrated);
    await again();
    await again();
    expect(await appliedTo(migrated)).toEqual(before);
    expect(before).toHaveLength(schemaVersion());
  });

  it("refuse a database that is newer than the code, and leave it alone", async () => {
    await look(migrated, "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)");
    await expect(again()).rejects.toThrow("newer than this version");
    await look(migrated, "delete from drizzle.__drizzle_migrations where hash = 'later'");
    await again();
  });

  it("refuse a database made by other migrations than these", async () => {
    const last = "(select max(id) from drizzle.__drizzle_migrations)";
    const [{ hash = "" } = {}] = await look<{ hash: string }>(
      migrated,
      `select hash from drizzle.__drizzle_migrations where id = ${last}`,
    );
    await look(migrated, `update drizzle.__drizzle_migrations set hash = 'altered' where id = ${last}`);
    await expect(again()).rejects.toThrow("differs from the one this database was made with");
    await look(migrated, `update drizzle.__drizzle_migrations set hash = '${hash}' where id = ${last}`);
    await again();
  });

  it("say all that the schema says: generating yields nothing new", async () => {
    const folder = mkdtempSync(join(tmpdir(), "espalier-generate-"));
    try {
      cpSync(join(root, "db/migrations"), join(folder, "migrations"), { recursive: true });
      const before = readdirSync(join(folder, "migrations"));
      const config = join(folder, "drizzle.config.json");
      // drizzle-kit writes nowhere, and says nothing of it, unless the folder is relative.
      const out = relative(root, join(folder, "migrations"));
      writeFileSync(config, JSON.stringify({ ...drizzleConfig, out }));
      const { stdout } = await run(
        process.execPath,
        [join(root, "node_modules/drizzle-kit/bin.cjs"), "generate", `--config=${config}`],
        { cwd: root },
      );
      expect(stdout).toMatch(/No schema changes/);
      expect(readdirSync(join(folder, "migrations"))).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("fence every table in the words of its class", () => {
    const folder = join(root, "db/migrations");
    const text = readdirSync(folder).map((name) =>
      name.endsWith(".sql") ? readFileSync(join(folder, name), "utf8") : "",
    );
    const statements = new Set(text.join("\n--> statement-breakpoint\n").split("--> statement-breakpoint").map(plain));
    const missing = Object.entries(tableClasses).flatMap(([name, tableClass]) =>
      fenceSql(name, tableClass)
        .split("--> statement-breakpoint")
        .map(plain)
        .filter((one) => !statements.has(one)),
    );
    expect(missing).toEqual([]);
  });

  it("begin with why, each", () => {
    const files = readdirSync(join(root, "db/migrations")).filter((name) => name.endsWith(".sql"));
    const silent = files.filter((name) => !/^-- [A-Z]/.test(readFileSync(join(root, "db/migrations", name), "utf8")));
    expect(silent).toEqual([]);
    expect(files).toHaveLength(schemaVersion());
  });
});
