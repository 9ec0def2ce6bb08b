import "server-only";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { DomainError } from "@/lib/foundation/errors";
import { paths } from "./paths";

/** What the forbidden page of this request says: which action was missing. */
export const denial = cache((): { action: string | undefined } => ({ action: undefined }));

/** A page's question: what a verb or query refuses becomes the page that says so. */
export async function forPage<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === "not-found") notFound();
    if (error.code === "unauthenticated") redirect(paths.rootDoor());
    if (error.code === "invalid-state" && error.reason === "passwordResetRequired") redirect(paths.newPassword());
    if (error.code === "forbidden") {
      denial().action = String(error.details.action ?? "");
      forbidden();
    }
    throw error;
  }
}
