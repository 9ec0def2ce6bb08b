import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

interface Program {
  purpose: string;
  /** Names a program of the reader's own instead. */
  variable: string;
  /** The first that is there is taken. */
  places: () => string[];
  packages: readonly string[];
}

const programs = {
  // The headless shell first: it has no browser around the page, and the suite costs a third less processor time on it.
  // The CJK fonts come along, so that Chinese pages can be looked at.
  chromium: {
    purpose: "The browser tests",
    variable: "ESPALIER_CHROMIUM",
    places: () => [
      chromium.executablePath(),
      ...onPath("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    ],
    packages: ["chromium-headless-shell", "fonts-noto-cjk"],
  },
  /** The second implementation that authenticator codes are held against, from the OATH toolkit. */
  oathtool: {
    purpose: "The tests of second factors",
    variable: "ESPALIER_OATHTOOL",
    places: () => onPath("oathtool"),
    packages: ["oathtool"],
  },
  /** Reads the text of a PDF back. */
  pdftotext: {
    purpose: "The tests of documents",
    variable: "ESPALIER_PDFTOTEXT",
    places: () => onPath("pdftotext"),
    packages: ["poppler-utils"],
  },
  /** Started by its full path, as it insists on. */
  sshd: {
    purpose: "The tests of SSH logins",
    variable: "ESPALIER_SSHD",
    places: () => [...onPath("sshd"), "/usr/sbin/sshd"],
    packages: ["openssh-server", "openssh-client", "curl"],
  },
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** The path of a program that tests are held against; installs it where it can. Throws, and never lets a test be skipped. */
export function findProgram(name: ProgramName): string {
  const program: Program = programs[name];
  const configured = process.env[program.variable];
  if (configured) {
    if (!isExecutable(configured)) throw new Error(`${program.variable} is ${configured}, which is not a program.`);
    return configured;
  }
  if (!isThere(program)) install([name]);
  const found = program.places().find(isExecutable);
  if (found) return found;
  const advice = `Install ${program.packages.join(", ")}, or set ${program.variable} to its path.`;
  throw new Error(`${program.purpose} need ${name}. ${advice}`);
}

/** Installs all that is missing at once: workers that each install their own would meet at the package manager's lock. */
function prepareMachine(): void {
  const names = Object.keys(programs) as ProgramName[];
  const missing = names.filter((name) => !process.env[programs[name].variable] && !isThere(programs[name]));
  if (missing.length > 0) install(missing);
}

function install(names: readonly ProgramName[]): void {
  if (process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
    apt("update");
    for (const name of names) apt("install", "-y", "--no-install-recommends", ...programs[name].packages);
  }
  if (names.includes("chromium") && !isThere(programs.chromium)) {
    run(process.execPath, [resolve("node_modules/@playwright/test/cli.js"), "install", "chromium"]);
  }
}

function apt(...words: string[]): void {
  run("apt-get", ["-q", ...words], { DEBIAN_FRONTEND: "noninteractive" });
}

/** Says on stderr what went wrong; whoever needs the program says that it is missing. */
function run(command: string, words: readonly string[], environment: Record<string, string> = {}): void {
  spawnSync(command, words, { env: { ...process.env, ...environment }, stdio: ["ignore", 2, 2] });
}

function isThere(program: Program): boolean {
  return program.places().some(isExecutable);
}

function onPath(...names: string[]): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepareMachine();
