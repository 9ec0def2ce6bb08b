import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEnv } from "./env";

function fileWith(content: string, mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "espalier-env-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "value");
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

test("nothing set means this machine, port 3000, an absolute data directory and no services", () => {
  const env = parseEnv({});
  expect(env).toMatchObject({ host: "127.0.0.1", port: 3000, origin: "http://127.0.0.1:3000", trustedProxies: 0 });
  expect(env).toMatchObject({ databaseUrl: undefined, mail: undefined, sms: undefined, demo: false });
  expect(isAbsolute(env.dataDir)).toBe(true);
});

test("an empty variable is an unset one", () => {
  expect(parseEnv({ PORT: "", ESPALIER_ORIGIN: "", DATABASE_URL: "" })).toEqual(parseEnv({}));
});

test("every fault is told at once", () => {
  const faulty = { PORT: "70000", HOST: "no spaces please", ESPALIER_DEMO: "yes", DATABASE_OWNER_URL: "postgres://o" };
  for (const name of ["PORT", "HOST", "ESPALIER_DEMO", "DATABASE_URL"]) {
    expect(() => parseEnv(faulty)).toThrow(name);
  }
});

test.each(["https://console.example.com", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:3000"])(
  "the origin may be %s",
  (origin) => expect(parseEnv({ ESPALIER_ORIGIN: origin }).origin).toBe(origin),
);

test("plain http beyond this machine is refused, and the way out is shown", () => {
  const parse = () => parseEnv({ ESPALIER_ORIGIN: "http://console.example.com" });
  expect(parse).toThrow("reverse_proxy");
  expect(parse).toThrow("ESPALIER_ORIGIN=https://console.example.com");
});

test.each([
  "console.example.com",
  "https://a.example/path",
  "https://name:pw@a.example",
  "ftp://a.example",
  "https://a/?q",
])("%s is not an origin", (origin) =>
  expect(() => parseEnv({ ESPALIER_ORIGIN: origin })).toThrow("ESPALIER_ORIGIN is not an origin"),
);

test("a service half configured is refused", () => {
  expect(() => parseEnv({ ESPALIER_SMTP_URL: "smtps://mail.example" })).toThrow("ESPALIER_MAIL_FROM is not");
  expect(() => parseEnv({ ESPALIER_SMS_URL: "https://sms.example" })).toThrow("ESPALIER_SMS_TOKEN is not");
  expect(() => parseEnv({ ESPALIER_SMS_URL: "http://sms.example", ESPALIER_SMS_TOKEN: "t" })).toThrow("https://");
});

test("a secret may come from a file that others cannot read", () => {
  const url = "postgres://app:pw@localhost/espalier";
  expect(parseEnv({ DATABASE_URL_FILE: fileWith(`${url}\n`, 0o440) }).databaseUrl).toBe(url);
  expect(() => parseEnv({ DATABASE_URL_FILE: fileWith(url, 0o644) })).toThrow("others can read it");
  expect(() => parseEnv({ DATABASE_URL_FILE: "/nowhere/at/all" })).toThrow("DATABASE_URL_FILE");
  expect(() => parseEnv({ DATABASE_URL: url, DATABASE_URL_FILE: fileWith(url, 0o600) })).toThrow("choose one");
});

test("no fault repeats a secret", () => {
  const canary = "canary-4711";
  const faulty = { DATABASE_URL: canary, ESPALIER_SMTP_URL: canary, ESPALIER_DOOR_TOKEN: canary };
  expect(() => parseEnv(faulty)).toThrow("DATABASE_URL");
  expect(() => parseEnv(faulty)).not.toThrow(canary);
});
