import "server-only";
import { hashToken } from "@/lib/foundation/tokens";

/** security.md §1.4: six digits, five minutes, five tries. */
const codeMinutes = 5;
const codeTriesMax = 5;

/** What a code opens, and nothing else: the parts are hashed with it. */
export type CodePurpose = readonly string[];

export function codeHashOf(belongsTo: CodePurpose, code: string): string {
  return hashToken([...belongsTo, code].join("|"));
}

/** Whatever holds a code holds these of it. */
export function freshCode(codeHash: string, now: Date) {
  return { codeHash, codeTriesLeft: codeTriesMax, codeExpiresAt: new Date(now.getTime() + codeMinutes * 60_000) };
}
