import "server-only";
import { networkOf } from "@/lib/domain/sign-in/check-password";
import { requireAttempt, type Throttled } from "@/lib/domain/sign-in/throttle";

interface CodeSend {
  channel: "mail" | "sms";
  to: string;
  ip: string;
  /** Whose budget of text messages it is; a sign-up has none yet. */
  accountId?: string | undefined;
}

/** Counts one sending, before anything is made. Throws `rate-limited`, for known and unknown addresses alike. */
export async function requireCodeSend(now: Date, { channel, to, ip, accountId }: CodeSend): Promise<void> {
  const budget: Throttled[] = channel === "sms" && accountId ? [{ bucket: "code-texts", of: accountId }] : [];
  await requireAttempt(now, [
    { bucket: "code-sends", of: to },
    { bucket: "code-sends-day", of: to },
    { bucket: "code-sends-address", of: networkOf(ip) },
    ...budget,
  ]);
}
