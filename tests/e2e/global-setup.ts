import { startServer } from "../support/start-server";

/** The production build with the demo's people, for the whole run; or the server that the environment names. */
export default async function setup() {
  if (process.env.ESPALIER_E2E_ORIGIN) return undefined;
  const server = await startServer("test-results/server.log");
  process.env.ESPALIER_E2E_ORIGIN = server.origin;
  process.env.ESPALIER_E2E_WEB_ORIGIN = server.webOrigin;
  process.env.ESPALIER_E2E_DATA_DIR = server.dataDir;
  return server.stop;
}
