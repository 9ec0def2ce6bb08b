import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import type { DocumentSlot, Reason, VerificationKind } from "./schema";

type AccountState = "unverified" | "submitted" | "approved" | "rejected";
type Act = "edit" | "submit" | "approve" | "reject";

/**
 * What each act makes of an account's verification; an act that is not listed is refused. A rejected account stays
 * rejected while its next draft is written.
 */
const transitions: Record<AccountState, Partial<Record<Act, AccountState>>> = {
  unverified: { edit: "unverified", submit: "submitted" },
  submitted: { approve: "approved", reject: "rejected" },
  approved: {},
  rejected: { edit: "rejected", submit: "submitted" },
};

const refusals: Record<AccountState, string> = {
  unverified: "verificationNotSubmitted",
  submitted: "verificationSubmitted",
  approved: "verificationApproved",
  rejected: "verificationNotSubmitted",
};

/** Throws `invalid-state` for the applicant, `conflict` for an operator whom another one forestalled. */
export function stateAfter(state: AccountState, act: Act): AccountState {
  const next = transitions[state][act];
  if (next) return next;
  if (act === "approve" || act === "reject") {
    throw new DomainError("conflict", "identity-verification", { reason: "verificationDecided" });
  }
  throw new DomainError("invalid-state", "identity-verification", { reason: refusals[state] });
}

export function mayEdit(state: AccountState): boolean {
  return transitions[state].edit !== undefined;
}

/** What must be there before a submission, in the order of the page. */
export const requiredSlots: Record<VerificationKind, readonly DocumentSlot[]> = {
  personal: ["identity-front", "identity-back"],
  enterprise: ["business-licence", "identity-front"],
};

/** A reason as its column keeps it: the code, and what was written beside it. */
export function reasonToText({ code, note }: Reason): string {
  return `${code}|${note}`;
}

/** Undefined for an empty column. */
export function textToReason<Code extends string>(text: string, codes: readonly Code[]): Reason<Code> | undefined {
  const end = text.indexOf("|");
  const code = codes.find((known) => known === text.slice(0, end));
  return code && { code, note: text.slice(end + 1) };
}

/** The words of the code and the note beside it; "another reason" says nothing that its note does not. */
export function sayReason<Code extends string>({ code, note }: Reason<Code>, words: Record<Code, string>): string {
  if (code === "other") return note;
  return note === "" ? words[code] : `${words[code]} ${note}`;
}
