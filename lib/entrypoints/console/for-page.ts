import "server-only";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { DomainError } from "@/lib/foundation/errors";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { paths } from "./paths";
import { currentRequest } from "./request-facts";

const denialsMax = 1_000;
const shared = globalThis as typeof globalThis & { espalierDenials?: Map<string, string> };

/** Which action a request lacked, for the page that says so: the newest thousand, one list for all of Next's bundles. */
function denials(): Map<string, string> {
  shared.espalierDenials ??= new Map();
  return shared.espalierDenials;
}

function rememberDenial(requestId: string, action: string): void {
  const list = denials();
  list.set(requestId, action);
  if (list.size > denialsMax) list.delete(list.keys().next().value ?? "");
}

export function denialOf(requestId: string): string | undefined {
  return denials().get(requestId);
}

/**
 * A page's question: what a verb or query refuses becomes the page that says so. Where the account's authority changed
 * since the session was read, the page is asked for anew, and decided anew.
 */
export async function forPage<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isStaleAuthority(error)) redirect((await headers()).get("x-espalier-path") ?? paths.home());
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "not-found") notFound();
    if (error.code === "unauthenticated") redirect(paths.rootDoor());
    if (error.code === "invalid-state" && error.reason === "passwordResetRequired") redirect(paths.newPassword());
    if (error.code === "invalid-state" && error.reason?.startsWith("secondFactor")) redirect(paths.secondFactor());
    if (error.code === "forbidden") {
      rememberDenial((await currentRequest()).requestId, String(error.details.action ?? ""));
      forbidden();
    }
    throw error;
  }
}
