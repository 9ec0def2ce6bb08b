import "server-only";
import type { PlatformContext } from "@/lib/authorization/context";
import { enqueueMessage } from "@/lib/domain/notifications/steps";
import { networkOf } from "@/lib/domain/sign-in/check-password";
import { requireAttempt } from "@/lib/domain/sign-in/throttle";
import { env } from "@/lib/foundation/env";
import { invalidField } from "@/lib/foundation/errors";
import { hashToken, newNumericCode, newToken } from "@/lib/foundation/tokens";
import { enterByKey, type Tx } from "@/lib/foundation/transaction";
import type { SignUpInput } from "./schema";

const codeMinutes = 5;
const codeTriesMax = 5;

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
export async function requireCodeSend(stranger: PlatformContext, to: Recipient, channel: Channel): Promise<void> {
  if (!codeChannels().includes(channel)) throw invalidField("sign-up", "channel", "chooseOne");
  await requireAttempt(stranger.now, [
    { bucket: "code-sends", of: addressOf(to, channel) },
    { bucket: "code-sends-day", of: addressOf(to, channel) },
    { bucket: "code-sends-address", of: networkOf(stranger.facts.ip) },
  ]);
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
  return {
    code: known ? undefined : code,
    stored: {
      codeHash: hashToken(known ? newToken() : `${id}|${code}`),
      triesLeft: codeTriesMax,
      codeExpiresAt: new Date(stranger.now.getTime() + codeMinutes * 60_000),
    },
  };
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
