import { execFileSync } from "node:child_process";
import { findProgram } from "./machine";

/** What an authenticator app shows at a moment, by somebody else's implementation. */
export function codeAt(seed: string, at: Date): string {
  const words = ["--totp", "--base32", `--now=${at.toISOString().replace("T", " ").slice(0, 19)} UTC`, seed];
  return execFileSync(findProgram("oathtool"), words, { encoding: "utf8" }).trim();
}

export const inSeconds = (from: Date, seconds: number) => new Date(from.getTime() + seconds * 1000);
