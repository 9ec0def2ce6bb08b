import { inject } from "vitest";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { connectDirectly, withDatabaseName } from "./clone-database";

export interface ScratchDatabase {
  name: string;
  appUrl: string;
  ownerUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

/** A database of one test's own, to be broken at will: nobody else's test is hit. */
export async function createScratchDatabase(label: string, template = "espalier"): Promise<ScratchDatabase> {
  const cluster = inject("cluster");
  const name = `espalier_${label.replaceAll("-", "_")}_${process.env.VITEST_POOL_ID ?? "1"}`;
  const administrate = async (statements: readonly string[]) => {
    const sql = connectDirectly(withDatabaseName(cluster.superuserUrl, "postgres"));
    try {
      for (const statement of statements) await sql.unsafe(statement);
    } finally {
      await sql.end();
    }
  };
  const drop = () => administrate([`drop database if exists ${name} with (force)`]);
  await drop();
  await administrate([
    `create database ${name} template ${template} owner espalier_owner`,
    `alter database ${name} set timezone to 'UTC'`,
    `grant connect on database ${name} to espalier_app`,
  ]);
  return {
    name,
    appUrl: withDatabaseName(cluster.appUrl, name),
    ownerUrl: withDatabaseName(cluster.ownerUrl, name),
    superuserUrl: withDatabaseName(cluster.superuserUrl, name),
    drop,
  };
}

/** Points the code under test at another database until the returned function is called. */
export async function pointPoolAt(url: string): Promise<() => Promise<void>> {
  await closePool();
  connectPool(url);
  return closePool;
}
