import "server-only";
import { normalizePhone } from "@/lib/domain/accounts/normalize-phone";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { errorKey } from "@/lib/foundation/error-key";

/** The columns of a list, in the order of the template. */
export const creationColumns = ["name", "display_name", "email", "phone", "note", "labels"] as const;
export type CreationLine = Partial<Record<(typeof creationColumns)[number], string>>;

type Read = { input: CreateSubAccountInput; reason?: never } | { input?: never; reason: string };

/** One line as the create form would read it; its owner sets the password by a claim link, so nothing is hashed. */
export function readCreation(line: CreationLine): Read {
  const { name = "", display_name = "", email = "", phone = "", note = "", labels = "" } = line;
  const person = { name: name.trim(), displayName: display_name, email, phone, note, labels };
  const parsed = CreateSubAccountInput.safeParse({ ...person, consoleSignIn: "on", passwordChoice: "link" });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue ? errorKey(issue) : "invalid";
    const reason = typeof key === "string" ? key : key.key;
    return { reason: reason === "tooLong" ? "valueTooLong" : reason };
  }
  if (parsed.data.phone !== "" && normalizePhone(parsed.data.phone) === null) return { reason: "phone" };
  return { input: parsed.data };
}
