import "server-only";
import { type Locale, messagesFor } from "@/lib/foundation/messages";
import { sayReason } from "./rules";
import { documentSlots, type RejectIdentityVerificationInput } from "./schema";

/** The reasons as the applicant's mail says them, one line each. */
export function wordRejection(
  locale: Locale,
  { reason, documents }: Pick<RejectIdentityVerificationInput, "reason" | "documents">,
): string {
  const { reasons, documentReasons, slots } = messagesFor(locale).identityVerification;
  const lines = [sayReason(reason, reasons)];
  for (const slot of documentSlots) {
    const why = documents[slot];
    if (why) lines.push(`${slots[slot]}: ${sayReason(why, documentReasons)}`);
  }
  return lines.join("\n");
}
