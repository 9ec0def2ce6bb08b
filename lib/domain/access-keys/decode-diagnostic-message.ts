import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { openForClient, sealForClient } from "@/lib/foundation/data-keys";
import { invalidField } from "@/lib/foundation/errors";
import { CannotOpenError } from "@/lib/foundation/secret-box";

const purpose = "diagnostic-message";
const messageMax = 16_384;

/** Why a call was refused, for whoever in the same account may know: opaque to the caller itself. */
export function sealDiagnosticMessage<D extends object>({ accountId }: Context, diagnosis: D): string {
  return sealForClient(purpose, accountId, JSON.stringify(diagnosis));
}

/** What such a message says. Throws `invalid-input` for a text that is none, or another account's. */
export function decodeDiagnosticMessage<D extends object>(ctx: Context, message: string): D {
  const { accountId } = authorize(ctx, "ram:DecodeDiagnosticMessage", accountSettingsResource(ctx));
  try {
    return JSON.parse(openForClient(purpose, accountId, message.slice(0, messageMax))) as D;
  } catch (error) {
    if (!(error instanceof CannotOpenError)) throw error;
    throw invalidField("diagnostic-message", "message", "invalid");
  }
}
