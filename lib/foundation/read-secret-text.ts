import "server-only";
import { readFileSync, statSync } from "node:fs";

/**
 * The trimmed content of a file that holds a secret.
 * Throws, without ever repeating the content, when the file is missing or others on this machine may read it.
 */
export function readSecretText(path: string, readableBy: "owner" | "group" = "owner"): string {
  const tooOpen = readableBy === "owner" ? 0o077 : 0o007;
  const { mode } = statSync(path);
  if (mode & tooOpen) {
    const shown = (mode & 0o777).toString(8).padStart(4, "0");
    throw new Error(`${path} has mode ${shown}: others can read it. Run: chmod 600 ${path}`);
  }
  return readFileSync(path, "utf8").trim();
}
