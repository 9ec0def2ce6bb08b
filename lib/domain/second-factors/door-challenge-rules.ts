import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import { secretKey } from "@/lib/foundation/secrets";
import { equalSecrets } from "@/lib/foundation/tokens";

const minutes = 5;
const bytes = { moment: 6, random: 10, mark: 16 };

/**
 * What a passkey is to sign at a door, of somebody of whom nothing is known yet: 32 bytes that only we can have made, and
 * that say when. Asking for it writes nothing, so nobody fills a table by asking; answering uses it up.
 */
export function newDoorChallenge(now: Date): string {
  const moment = Buffer.alloc(bytes.moment);
  moment.writeUIntBE(now.getTime(), 0, bytes.moment);
  const head = Buffer.concat([moment, randomBytes(bytes.random)]);
  return Buffer.concat([head, markOf(head)]).toString("base64url");
}

/** Whether we made it, a short while ago. */
export function isDoorChallenge(challenge: string, now: Date): boolean {
  const whole = Buffer.from(challenge, "base64url");
  const head = whole.subarray(0, bytes.moment + bytes.random);
  if (whole.length !== head.length + bytes.mark) return false;
  if (!equalSecrets(whole.subarray(head.length).toString("hex"), markOf(head).toString("hex"))) return false;
  const age = now.getTime() - head.readUIntBE(0, bytes.moment);
  return age >= 0 && age < minutes * 60_000;
}

function markOf(head: Buffer): Buffer {
  return createHmac("sha256", secretKey("device"))
    .update("door-challenge|")
    .update(head)
    .digest()
    .subarray(0, bytes.mark);
}
