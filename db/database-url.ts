import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { isLoopbackHost } from "@/lib/foundation/loopback";

export interface DatabaseTarget {
  user: string;
  password: string;
  database: string;
  /** Undefined when `socketPath` says where the server is. */
  host?: string;
  port: number;
  socketPath?: string;
  /** What tls.connect needs to verify the server; undefined on this machine. */
  ssl?: { rejectUnauthorized: true; host: string; servername?: string; ca?: string };
}

const supported = new Set(["host", "sslmode", "sslrootcert", "application_name"]);
const verifiedModes = new Set(["require", "verify-ca", "verify-full"]);

/**
 * Reads a libpq URL; `?host=/directory` means a Unix socket. Every TLS mode from `require` up verifies certificate and
 * name. Throws, without repeating the password, on what it does not understand and on an unencrypted remote server.
 */
export function parseDatabaseUrl(text: string): DatabaseTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) throw refusal("it is not a postgres:// URL");
  const unknown = [...url.searchParams.keys()].find((name) => !supported.has(name));
  if (unknown) throw refusal(`the parameter ${unknown} is not supported (${[...supported].join(", ")} are)`);
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decode);
  if (!user || !password || !database) throw refusal("user, password or database name is missing");

  const credentials = { user, password, database, port: Number(url.port || 5432) };
  const host = url.searchParams.get("host") ?? decode(url.hostname).replace(/^\[|\]$/g, "");
  if (host.startsWith("/")) return { ...credentials, socketPath: `${host}/.s.PGSQL.${credentials.port}` };
  if (host === "") throw refusal("the host is missing");
  const ssl = readTls(url.searchParams, host);
  return { ...credentials, host, ...(ssl && { ssl }) };
}

function readTls(parameters: URLSearchParams, host: string): DatabaseTarget["ssl"] {
  const mode = parameters.get("sslmode") ?? "disable";
  if (mode === "disable") {
    if (isLoopbackHost(host)) return undefined;
    throw refusal(`the connection to ${host} would not be encrypted; add ?sslmode=verify-full`);
  }
  if (!verifiedModes.has(mode)) {
    throw refusal(`sslmode=${mode} does not check whom it talks to; use sslmode=verify-full`);
  }
  const rootCertificate = parameters.get("sslrootcert");
  return {
    rejectUnauthorized: true,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ...(rootCertificate && rootCertificate !== "system" && { ca: readFileSync(rootCertificate, "utf8") }),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal("it has a % that is not an escape; write a literal one as %25");
  }
}

function refusal(reason: string): Error {
  return new Error(`The database URL cannot be used: ${reason}.`);
}
