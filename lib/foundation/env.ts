import "server-only";
import { resolve } from "node:path";
import * as z from "zod";
import { isLoopbackHost } from "./loopback";
import { readSecretText } from "./read-secret-text";
import { type SecretName, secretNames } from "./secret-names";

export interface Env {
  /** Absolute. Holds the embedded database, the generated secrets and the uploads. */
  dataDir: string;
  /** Role espalier_app. Undefined only before the supervisor has started the embedded database. */
  databaseUrl: string | undefined;
  /** Role espalier_owner: for migrations and the command line, never set in a serving process. */
  databaseOwnerUrl: string | undefined;
  host: string;
  port: number;
  /** Scheme, host and port that browsers use; https unless it is this machine. */
  origin: string;
  /** How many reverse proxies stand before the front door. */
  trustedProxies: number;
  /** Names by which trusted proxies know us and clients sign: `host[:port]`, beside the `Host` that arrives. */
  trustedHosts: readonly string[];
  mail: { smtpUrl: string; from: string } | undefined;
  sms: { url: string; token: string } | undefined;
  /** A catalogue of system policies beside the shipped one. */
  systemPoliciesFile: string | undefined;
  /** RAM's UsersQuota: how many sub-accounts one account may have. */
  subAccountsMax: number;
  /** Whose bills these are: FOCUS's issuer, provider and publisher, and the head of every document. */
  legalName: string;
  /** Of the books that are opened from now on: an account keeps its currency and billing zone. */
  currency: string;
  timeZone: string;
  /** May accounts' webhooks lead into private networks, and go without TLS? */
  webhooksReachPrivate: boolean;
  /** How long delivered events are kept. */
  webhooksKeptDays: number;
  demo: boolean;
  /** Goodwill above this, in the account's currency and within 24 hours, takes two operators; decimal text. */
  goodwillAlone: string;
  /** How many days of use the demo's accounts begin with. */
  demoDays: number;
  /** Whether the example platform service runs beside the demo. */
  demoInstances: boolean;
  /** `npm run dev`: React explains errors by `eval`, which production never allows. */
  development: boolean;
  /** What the front door shows to the web process, made anew by the supervisor at every start. */
  doorToken: string | undefined;
  secretOverrides: Readonly<Partial<Record<SecretName, string>>>;
}

type Source = Readonly<Record<string, string | undefined>>;

const secretVariables = ["DATABASE_URL", "DATABASE_OWNER_URL", "ESPALIER_SMTP_URL", "ESPALIER_SMS_TOKEN"];
const secretVariable = (name: SecretName) => `ESPALIER_SECRET_${name.toUpperCase()}`;

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "is not a postgres:// URL");
const Variables = z.object({
  ESPALIER_DATA_DIR: z.string().default(".data"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:-]+$/, "is not an address to listen on, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "is not a port number")
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, "is not between 1 and 65535")
    .default(3000),
  ESPALIER_ORIGIN: z.string().optional(),
  ESPALIER_TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, "is not a number of reverse proxies, 0 to 9")
    .transform(Number)
    .default(0),
  ESPALIER_TRUSTED_HOSTS: z
    .string()
    .regex(
      /^[0-9A-Za-z.:[\]-]+(,[0-9A-Za-z.:[\]-]+)*$/,
      "is not a list of hosts, such as ram.example.com,ram.example.com:8443",
    )
    .transform((list) => list.split(","))
    .default([]),
  ESPALIER_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/, "is not a smtp:// or smtps:// URL")
    .optional(),
  ESPALIER_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$/, "is not a sender address")
    .optional(),
  ESPALIER_SMS_URL: z.string().refine(isGuardedUrl, "is not a https:// URL").optional(),
  ESPALIER_SMS_TOKEN: z.string().optional(),
  ESPALIER_SYSTEM_POLICIES: z.string().optional(),
  ESPALIER_SUB_ACCOUNTS_MAX: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, "is not a number of sub-accounts, 1 to 9999999")
    .transform(Number)
    .default(1000),
  ESPALIER_LEGAL_NAME: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{C}+$/u, "is not a name of one line")
    .default("Espalier"),
  ESPALIER_CURRENCY: z
    .enum(["CNY", "EUR", "GBP", "HKD", "IDR", "JPY", "KRW", "SGD", "USD", "VND"], "is not a currency books are kept in")
    .default("CNY"),
  ESPALIER_TIME_ZONE: z.string().refine(isTimeZone, "is not an IANA time zone").default("Asia/Shanghai"),
  ESPALIER_GOODWILL_ALONE: z
    .string()
    .regex(/^\d{1,13}(\.\d{1,6})?$/, "is not an amount such as 500 or 49.50")
    .default("500"),
  ESPALIER_WEBHOOKS_PRIVATE: z.enum(["0", "1"], "is neither 0 nor 1").default("0"),
  ESPALIER_WEBHOOKS_KEPT_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, "is not a number of days, 1 to 999")
    .transform(Number)
    .default(30),
  ESPALIER_DEMO: z.enum(["0", "1"], "is neither 0 nor 1").default("0"),
  ESPALIER_DEMO_DAYS: z
    .string()
    .regex(/^\d{1,3}$/, "is not a number of days")
    .transform(Number)
    .refine((days) => days <= 200, "is more than the 200 days that there are months for")
    .default(183),
  ESPALIER_DEMO_INSTANCES: z.enum(["0", "1"], "is neither 0 nor 1").default("1"),
  ESPALIER_DOOR_TOKEN: z.string().min(32, "is shorter than 32 characters").optional(),
});

let parsed: Env | undefined;

/** The configuration, parsed once; throws one error that lists every fault. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** The application's database, for code that cannot do without. */
export function requireDatabaseUrl(): string {
  const { databaseUrl } = env();
  if (databaseUrl === undefined) {
    throw new Error("DATABASE_URL is not set. `npm start` sets it for the processes it runs; others need it set.");
  }
  return databaseUrl;
}

export function parseEnv(source: Source): Env {
  const faults: string[] = [];
  const given = withFiles(source, faults);
  const variables = Variables.safeParse(given);
  if (!variables.success) {
    faults.push(...variables.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`));
  }
  const origin = given.ESPALIER_ORIGIN ?? `http://127.0.0.1:${given.PORT ?? 3000}`;
  const originFault = findOriginFault(origin);
  if (originFault && !(variables.error && given.ESPALIER_ORIGIN === undefined)) faults.push(originFault);
  faults.push(...findMissingPartners(given));
  if (!variables.success || faults.length > 0) throw new Error(describeFaults(faults));

  const { data } = variables;
  return {
    dataDir: resolve(data.ESPALIER_DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    databaseOwnerUrl: data.DATABASE_OWNER_URL,
    host: data.HOST,
    port: data.PORT,
    origin: new URL(origin).origin,
    trustedProxies: data.ESPALIER_TRUSTED_PROXIES,
    trustedHosts: data.ESPALIER_TRUSTED_HOSTS,
    mail:
      data.ESPALIER_SMTP_URL && data.ESPALIER_MAIL_FROM
        ? { smtpUrl: data.ESPALIER_SMTP_URL, from: data.ESPALIER_MAIL_FROM }
        : undefined,
    sms:
      data.ESPALIER_SMS_URL && data.ESPALIER_SMS_TOKEN
        ? { url: data.ESPALIER_SMS_URL, token: data.ESPALIER_SMS_TOKEN }
        : undefined,
    systemPoliciesFile: data.ESPALIER_SYSTEM_POLICIES && resolve(data.ESPALIER_SYSTEM_POLICIES),
    subAccountsMax: data.ESPALIER_SUB_ACCOUNTS_MAX,
    legalName: data.ESPALIER_LEGAL_NAME,
    currency: data.ESPALIER_CURRENCY,
    timeZone: data.ESPALIER_TIME_ZONE,
    goodwillAlone: data.ESPALIER_GOODWILL_ALONE,
    webhooksReachPrivate: data.ESPALIER_WEBHOOKS_PRIVATE === "1",
    webhooksKeptDays: data.ESPALIER_WEBHOOKS_KEPT_DAYS,
    demo: data.ESPALIER_DEMO === "1",
    demoDays: data.ESPALIER_DEMO_DAYS,
    demoInstances: data.ESPALIER_DEMO_INSTANCES === "1",
    development: given.NODE_ENV === "development",
    doorToken: data.ESPALIER_DOOR_TOKEN,
    secretOverrides: Object.fromEntries(
      secretNames.flatMap((name) => {
        const value = given[secretVariable(name)];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** Empty means unset, as compose files write it; `<NAME>_FILE` stands for the content of that file. */
function withFiles(source: Source, faults: string[]): Record<string, string | undefined> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  for (const name of [...secretVariables, ...secretNames.map(secretVariable)]) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set: choose one`);
    try {
      given[name] = readSecretText(path, "group");
    } catch (error) {
      faults.push(`${name}_FILE cannot be used: ${error instanceof Error ? error.message : error}`);
    }
  }
  return given;
}

function findMissingPartners(given: Source): string[] {
  const pairs = [
    ["DATABASE_OWNER_URL", "DATABASE_URL"],
    ["ESPALIER_SMTP_URL", "ESPALIER_MAIL_FROM"],
    ["ESPALIER_SMS_URL", "ESPALIER_SMS_TOKEN"],
  ] as const;
  return pairs
    .filter(([name, partner]) => given[name] !== undefined && given[partner] === undefined)
    .map(([name, partner]) => `${name} is set but ${partner} is not`);
}

function findOriginFault(origin: string): string | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.href !== `${url.origin}/`) {
    return "ESPALIER_ORIGIN is not an origin: scheme, host and port only, such as https://console.example.com";
  }
  if (url.protocol === "https:" || isLoopbackHost(url.hostname)) return undefined;
  return `ESPALIER_ORIGIN is not encrypted, and only this machine itself may be reached without TLS.
    Put a reverse proxy with TLS before Espalier, for example Caddy with this Caddyfile
    (leave out "tls internal", which uses an own certificate authority, where the name is public):
        ${url.hostname} {
          tls internal
          reverse_proxy 127.0.0.1:3000
        }
    and set ESPALIER_ORIGIN=https://${url.hostname} ESPALIER_TRUSTED_PROXIES=1`;
}

function isGuardedUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

function isTimeZone(name: string): boolean {
  return name === "UTC" || (name.includes("/") && Intl.supportedValuesOf("timeZone").includes(name));
}

function describeFaults(faults: readonly string[]): string {
  return `Espalier cannot start with this configuration:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`;
}
