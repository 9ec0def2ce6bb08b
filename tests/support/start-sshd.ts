import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { findProgram } from "./machine";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
/** Whoever runs the test logs in: an sshd without root can let nobody else in. */
export const ownLogin = userInfo().username;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Ends what was begun, when the test or the measurement is over. */
export type OnEnd = (work: () => void | Promise<void>) => void;

interface SshdOptions {
  url: string;
  credential: string;
  onEnd: OnEnd;
  /** Lines that come before ours, so that they win. */
  before?: (folder: string) => readonly string[];
}

/** sshd takes a command only below folders that root alone may write to, which the temporary folder is not. */
function ownFolder(onEnd: OnEnd): string {
  const folder = mkdtempSync(join(isRoot ? "/var/lib" : tmpdir(), "espalier-sshd-"));
  chmodSync(folder, 0o755);
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `install.sh` with its paths below the folder; without root sshd accepts no script of ours, and is given the shell. */
function install(folder: string, url: string, credential: string): string {
  execFileSync("sh", [resolve("integrations/openssh/install.sh"), url], {
    input: `${credential}\n`,
    env: { ...process.env, ESPALIER_SSH_ROOT: folder, ESPALIER_SSH_USER: isRoot ? "nobody" : ownLogin },
    stdio: ["pipe", "ignore", "pipe"],
  });
  const dropIn = join(folder, "etc/ssh/sshd_config.d/50-espalier.conf");
  if (!isRoot) {
    const text = readFileSync(dropIn, "utf8").replace("AuthorizedKeysCommand /", "AuthorizedKeysCommand /bin/sh /");
    writeFileSync(dropIn, text);
  }
  return dropIn;
}

/**
 * A real sshd on loopback, set up by our own install script for the server at `url`, and the reporter that reads its
 * log. It ends with the test.
 */
export async function startSshd({ url, credential, onEnd, before = () => [] }: SshdOptions) {
  const folder = ownFolder(onEnd);
  const dropIn = install(folder, url, credential);
  const hostKey = join(folder, "host_key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
  const port = await freePort();
  const config = join(folder, "sshd_config");
  const lines = [
    ...before(folder),
    `Include ${dropIn}`,
    `HostKey ${hostKey}`,
    "UsePAM no",
    "PermitRootLogin prohibit-password",
  ];
  writeFileSync(config, [...lines, "ListenAddress 127.0.0.1", `Port ${port}`, "PidFile none", ""].join("\n"));
  if (isRoot) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const sshd = spawn(findProgram("sshd"), ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] });
  const reporter = spawn(
    "sh",
    [join(folder, "usr/local/libexec/espalier-report-logins"), join(folder, "etc/espalier-ssh")],
    { stdio: ["pipe", "ignore", "inherit"] },
  );
  const log: string[] = [];
  const listening = readLog(sshd, log, (line) => reporter.stdin.write(`${line}\n`));
  onEnd(async () => {
    sshd.kill();
    reporter.stdin.end();
    await Promise.all([sshd, reporter].map((one) => one.exitCode ?? one.signalCode ?? once(one, "exit")));
  });
  await listening;
  return {
    log,
    /** Whether `ssh` with this private key gets in and runs a command. */
    logIn: (privateKey: string) => mayLogIn(privateKey, port),
    setConfig: (name: string, value: string) => setConfig(folder, name, value),
    /** Makes everything that is kept so many minutes older. */
    age: (minutes: number) => age(join(folder, "var/cache/espalier-ssh"), minutes),
    folder,
  };
}

/** Resolves when sshd listens; every line goes to the log and to the reader. */
function readLog(sshd: ChildProcess, log: string[], read: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!sshd.stderr) throw new Error("sshd has no log");
    createInterface({ input: sshd.stderr }).on("line", (line) => {
      log.push(line);
      read(line);
      if (line.startsWith("Server listening")) resolve();
    });
    sshd.once("exit", () => reject(new Error(`sshd ended:\n${log.join("\n")}`)));
  });
}

async function mayLogIn(privateKey: string, port: number): Promise<boolean> {
  const options = ["BatchMode=yes", "IdentitiesOnly=yes", "IdentityAgent=none", "StrictHostKeyChecking=no"];
  const quiet = [...options, "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"].flatMap((option) => ["-o", option]);
  const words = [
    "-F",
    "/dev/null",
    ...quiet,
    "-i",
    privateKey,
    "-p",
    `${port}`,
    `${ownLogin}@127.0.0.1`,
    "echo let in",
  ];
  try {
    return (await run("ssh", words)).stdout === "let in\n";
  } catch (error) {
    if (/Permission denied/.test(String(error))) return false;
    throw error;
  }
}

function setConfig(folder: string, name: string, value: string): void {
  const file = join(folder, "etc/espalier-ssh/config");
  const text = readFileSync(file, "utf8").replace(new RegExp(`^${name}=.*$`, "m"), `${name}=${value}`);
  writeFileSync(file, text);
}

function age(folder: string, minutes: number): void {
  const at = new Date(Date.now() - minutes * 60_000);
  for (const name of execFileSync("ls", [folder], { encoding: "utf8" }).split("\n").filter(Boolean)) {
    utimesSync(join(folder, name), at, at);
  }
}
