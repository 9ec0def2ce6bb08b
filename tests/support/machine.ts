import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

/** The headless shell first: it has no browser around the page, and the suite costs a third less processor time on it. */
const systemNames = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];

/** The Chromium of this machine; installs one when there is none. Throws, and never lets a browser test be skipped. */
export function findChromium(): string {
  const configured = process.env.ESPALIER_CHROMIUM;
  if (configured) {
    if (!isExecutable(configured)) throw new Error(`ESPALIER_CHROMIUM is ${configured}, which is not a program.`);
    return configured;
  }
  const found = findInstalled();
  if (found) return found;
  installChromium();
  const installed = findInstalled();
  if (installed) return installed;
  throw new Error("Chromium was installed but cannot be found. Set ESPALIER_CHROMIUM to its path.");
}

function findInstalled(): string | undefined {
  return [chromium.executablePath(), ...systemNames.flatMap(onPath)].find(isExecutable);
}

function onPath(name: string): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name));
}

function installChromium(): void {
  const isDebianRoot = process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get");
  const attempts = isDebianRoot ? [installByApt, installByPlaywright] : [installByPlaywright];
  const faults: string[] = [];
  for (const attempt of attempts) {
    try {
      attempt();
      return;
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `The browser tests need Chromium, and it could not be installed. Install one, or set ESPALIER_CHROMIUM to its path.\n${faults.join("\n")}`,
  );
}

/** The second implementation that authenticator codes are held against, from the OATH toolkit; installs it where it can. */
export function findOathtool(): string {
  const configured = process.env.ESPALIER_OATHTOOL;
  if (configured) return configured;
  const found = () => onPath("oathtool").find(isExecutable);
  if (!found() && process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) aptInstall("oathtool");
  const installed = found();
  if (installed) return installed;
  throw new Error("The tests of second factors need oathtool. Install it, or set ESPALIER_OATHTOOL to its path.");
}

/** Reads the text of a PDF back, from poppler; installs it where it can. */
export function findPdftotext(): string {
  const configured = process.env.ESPALIER_PDFTOTEXT;
  if (configured) return configured;
  const found = () => onPath("pdftotext").find(isExecutable);
  if (!found() && process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) aptInstall("poppler-utils");
  const installed = found();
  if (installed) return installed;
  throw new Error(
    "The tests of documents need pdftotext. Install poppler-utils, or set ESPALIER_PDFTOTEXT to its path.",
  );
}

/** Debian's sshd, which is started by its full path; installs it where it can. */
export function findSshd(): string {
  const configured = process.env.ESPALIER_SSHD;
  if (configured) return configured;
  const found = () => [...onPath("sshd"), "/usr/sbin/sshd"].find(isExecutable);
  if (!found() && process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
    aptInstall("openssh-server", "openssh-client", "curl");
  }
  const installed = found();
  if (installed) return installed;
  throw new Error("The tests of SSH logins need sshd. Install openssh-server, or set ESPALIER_SSHD to its path.");
}

/** The CJK fonts come along, so that Chinese pages can be looked at. */
function installByApt(): void {
  aptInstall("chromium-headless-shell", "fonts-noto-cjk");
}

function aptInstall(...packages: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
    execFileSync("apt-get", ["-q", ...words], { env: environment, stdio: ["ignore", 2, 2] });
  }
}

function installByPlaywright(): void {
  execFileSync(process.execPath, [resolve("node_modules/@playwright/test/cli.js"), "install", "chromium"], {
    stdio: ["ignore", 2, 2],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${findChromium()}\n`);
