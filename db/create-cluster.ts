import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClusterHome } from "./cluster-home";
import { serverEnvironment } from "./postmaster";

const choices = [
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
  "--username=postgres",
];

/** Makes `<base>/postgres`. Under a draft name until it is whole, so that a cluster that exists is one that works. */
export async function createCluster(
  { base, account, binaries }: ClusterHome,
  options: { superuserPassword: string; ephemeral: boolean },
): Promise<void> {
  for (const name of readdirSync(base)) {
    if (name.startsWith("postgres.draft-")) rmSync(join(base, name), { recursive: true, force: true });
  }
  const draft = join(base, `postgres.draft-${randomBytes(4).toString("hex")}`);
  const passwordFile = join(base, "run", "initdb-password");
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (account) {
    for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  const flags = [...choices, `--pgdata=${draft}`, `--pwfile=${passwordFile}`];
  await promisify(execFile)(join(binaries, "initdb"), options.ephemeral ? [...flags, "--no-sync"] : flags, {
    ...account,
    cwd: draft,
    env: serverEnvironment,
  });
  rmSync(passwordFile);
  renameSync(draft, join(base, "postgres"));
}
