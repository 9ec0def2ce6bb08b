import "server-only";
import { normalizePhone } from "@/lib/domain/accounts/normalize-phone";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { errorKey } from "@/lib/foundation/error-key";

/** The columns of a list, in the order of the template. */
export const creationColumns = ["name", "display_name", "email", "phone", "note", "labels"] as const;
export type CreationLine = Partial<Record<(typeof creationColumns)[number], string>>;

type Read = { input: CreateSubAccountInput; reason?: never } | { input?: never; reason: string };

/** What is made for everybody of a list, as its run carries it. */
export interface CreationParams {
  passwords?: string;
  accessKeys?: string;
}

/** One line as the create form would read it; by claim links nothing is hashed. */
export function readCreation(line: CreationLine, { passwords = "link", accessKeys = "" }: CreationParams = {}): Read {
  const { name = "", display_name = "", email = "", phone = "", note = "", labels = "" } = line;
  const person = { name: name.trim(), displayName: display_name, email, phone, note, labels };
  const parsed = CreateSubAccountInput.safeParse({
    ...person,
    consoleSignIn: "on",
    passwordChoice: passwords,
    accessKey: accessKeys,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue ? errorKey(issue) : "invalid";
    const reason = typeof key === "string" ? key : key.key;
    return { reason: reason === "tooLong" ? "valueTooLong" : reason };
  }
  if (parsed.data.phone !== "" && normalizePhone(parsed.data.phone) === null) return { reason: "phone" };
  return { input: parsed.data };
}
