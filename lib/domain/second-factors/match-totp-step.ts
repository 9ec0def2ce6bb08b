import "server-only";
import { generateSync } from "otplib";
import { equalSecrets } from "@/lib/foundation/tokens";

const stepSeconds = 30;

/** Steps before and after the present one: a clock may be a little off, and typing takes a while. */
interface Window {
  behind: number;
  ahead: number;
}

/** For which 30-second step of the server's clock a six-digit code stands (RFC 6238, SHA-1); undefined for none. */
export function matchTotpStep(
  seed: string,
  code: string,
  now: Date,
  { behind, ahead }: Window = { behind: 1, ahead: 1 },
): number | undefined {
  const present = Math.floor(now.getTime() / 1000 / stepSeconds);
  const steps = Array.from({ length: behind + ahead + 1 }, (_, index) => present + ahead - index);
  // All are compared: which step it was does not show in the time taken.
  const matching = steps.filter((step) =>
    equalSecrets(generateSync({ secret: seed, epoch: step * stepSeconds, period: stepSeconds }), code),
  );
  return matching[0];
}
