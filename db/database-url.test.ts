import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseDatabaseUrl } from "./database-url";

const remote = "postgres://app:pw@db.example.com:6432/espalier";

test("a libpq socket URL names the socket, with decoded credentials", () => {
  expect(parseDatabaseUrl("postgres://app:p%40%2Fw@localhost:5433/espalier?host=%2Frun%2Fpg")).toEqual({
    user: "app",
    password: "p@/w",
    database: "espalier",
    port: 5433,
    socketPath: "/run/pg/.s.PGSQL.5433",
  });
});

test.each(["localhost", "127.0.0.1", "[::1]"])("a server on %s needs no TLS", (host) => {
  const target = parseDatabaseUrl(`postgresql://app:pw@${host}/espalier`);
  expect(target).toMatchObject({ host: host.replace(/[[\]]/g, ""), port: 5432 });
  expect(target).not.toHaveProperty("ssl");
});

test.each(["require", "verify-ca", "verify-full"])("sslmode=%s verifies certificate and name", (mode) => {
  const ssl = { rejectUnauthorized: true, host: "db.example.com", servername: "db.example.com" };
  expect(parseDatabaseUrl(`${remote}?sslmode=${mode}`).ssl).toEqual(ssl);
});

test("an own certificate authority is read from its file; an address sends no server name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "espalier-url-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  writeFileSync(join(folder, "ca.pem"), "authority");
  const url = `postgres://app:pw@192.0.2.1/espalier?sslmode=verify-full&sslrootcert=${join(folder, "ca.pem")}`;
  expect(parseDatabaseUrl(url).ssl).toEqual({ rejectUnauthorized: true, host: "192.0.2.1", ca: "authority" });
});

test.each([
  ["an unencrypted server elsewhere", remote, "not be encrypted"],
  ["TLS switched off for a server elsewhere", `${remote}?sslmode=disable`, "not be encrypted"],
  ["a mode that verifies nobody", `${remote}?sslmode=prefer`, "does not check"],
  ["a parameter it would ignore", `${remote}?sslmode=require&sslcert=x`, "sslcert is not supported"],
  ["another protocol", "mysql://app:pw@localhost/espalier", "not a postgres"],
  ["no password", "postgres://app@localhost/espalier", "password"],
  ["no database", "postgres://app:pw@localhost/", "database name"],
  ["a broken escape", "postgres://app:%zz-secret@localhost/espalier", "not an escape"],
  ["no URL at all", "espalier", "not a postgres"],
])("%s is refused, and the password is not repeated", (_, url, reason) => {
  expect(() => parseDatabaseUrl(url)).toThrow(reason);
  expect(() => parseDatabaseUrl(url)).not.toThrow(/pw@|secret/);
});
