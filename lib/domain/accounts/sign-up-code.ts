import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { requireCodeSend } from "@/lib/domain/verification-codes/require-code-send";
import { codeHashOf, freshCode } from "@/lib/domain/verification-codes/rules";
import { env } from "@/lib/foundation/env";
import { invalidField } from "@/lib/foundation/errors";
import { hashToken, newNumericCode, newToken } from "@/lib/foundation/tokens";
import { enterByKey, type Tx } from "@/lib/foundation/transaction";
import type { SignUpInput } from "./schema";

type Channel = SignUpInput["channel"];
type Recipient = Pick<SignUpInput, "email" | "phone">;

/**
 * How a code can reach somebody here. By mail wherever mail is sent: who types somebody else's address and an own phone
 * number could tell from a missing text message that the address has an account. Where everything stays in the
 * operator's outbox, both can be tried.
 */
export function codeChannels(): Channel[] {
  const { mail, sms } = env();
  if (mail) return ["mail"];
  return sms ? ["sms"] : ["mail", "sms"];
}

const addressOf = ({ email, phone }: Recipient, channel: Channel) => (channel === "sms" ? phone : email);

/** Counts one sending, before anything is made. Throws `rate-limited`, for known and unknown addresses alike. */
export async function requireSignUpCodeSend(stranger: PlatformContext, to: Recipient, channel: Channel): Promise<void> {
  if (!codeChannels().includes(channel)) throw invalidField("sign-up", "channel", "chooseOne");
  await requireCodeSend(stranger.now, { channel, to: addressOf(to, channel), ip: stranger.facts.ip });
}

interface PreparedCode {
  /** undefined for an address that has an account: nobody can type a code that was never sent. */
  code: string | undefined;
  stored: { codeHash: string; triesLeft: number; codeExpiresAt: Date };
}

export async function prepareCode(
  stranger: PlatformContext,
  { id, email }: { id: string; email: string },
): Promise<PreparedCode> {
  const known = await enterByKey("root-email", email, async (_tx, hit) => hit !== undefined);
  const code = newNumericCode();
  const codeHash = known ? hashToken(newToken()) : codeHashOf([id], code);
  const { codeTriesLeft: triesLeft, ...stored } = freshCode(codeHash, stranger.now);
  return { code: known ? undefined : code, stored: { ...stored, triesLeft } };
}

export function sendCode(
  tx: Tx,
  to: Recipient & { accountName: string; locale: string },
  channel: Channel,
  { code }: PreparedCode,
): Promise<void> {
  const { email, accountName, locale } = to;
  if (code === undefined) {
    return enqueueMessage(tx, { channel: "mail", kind: "already-signed-up", to: email, locale, params: {} });
  }
  const params = { code, accountName };
  return enqueueMessage(tx, { channel, kind: "sign-up-code", to: addressOf(to, channel), locale, params });
}
