import "@/bin/resolve-drizzle";
import "./name-every-column";
import { afterAll, inject } from "vitest";
import { closePool } from "@/lib/foundation/pools";
import { cloneDatabase, withDatabaseName } from "./clone-database";

const cluster = inject("cluster");
const database = `espalier_test_${process.env.VITEST_POOL_ID ?? "1"}`;
await cloneDatabase(cluster.superuserUrl, database);
process.env.ESPALIER_DATA_DIR = cluster.dataDir;
// Receivers of the tests stand on this machine.
process.env.ESPALIER_WEBHOOKS_PRIVATE = "1";
process.env.DATABASE_URL = withDatabaseName(cluster.appUrl, database);

afterAll(closePool);
