import "server-only";
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { env } from "@/lib/foundation/env";
import { logger } from "@/lib/foundation/logger";
import { assertOutsideTransaction } from "@/lib/foundation/outside-transaction";

/** Says nothing of its content or owner; the sealed value inside is bound to it. */
export const newFileName = () => randomBytes(16).toString("hex");

function pathOf(name: string): string {
  if (!/^[0-9a-f]{32}$/.test(name)) throw new Error("this is not the name of a kept document");
  return join(env().dataDir, "uploads", name.slice(0, 2), name);
}

/** Returns once the file and its name would survive a power failure. */
export async function writeDocumentFile(name: string, sealed: Buffer): Promise<void> {
  assertOutsideTransaction("writing a file");
  const path = pathOf(name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(sealed);
    await file.sync();
  } finally {
    await file.close();
  }
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}

export async function readDocumentFile(name: string): Promise<Buffer> {
  assertOutsideTransaction("reading a file");
  return readFile(pathOf(name));
}

/** Never fails the act it follows: what stays behind is sealed and named by no row. */
export async function removeDocumentFiles(names: readonly string[]): Promise<void> {
  assertOutsideTransaction("removing a file");
  for (const name of names) {
    await rm(pathOf(name), { force: true }).catch((err: unknown) =>
      logger.warn({ err }, "a document file stays behind"),
    );
  }
}
