import "server-only";
import type { serviceEndpoints } from "@/db/schema/webhooks";
import { openForPlatform } from "@/lib/foundation/data-keys";
import type { Receiver } from "./attempt-delivery";
import { secretsOf } from "./rules";

/** A service's receiver with the secrets that sign now. */
export function openService(row: typeof serviceEndpoints.$inferSelect, now: Date): Receiver {
  const { id, url, isPrivate, secretSealed: secret, formerSecretSealed: former, formerSecretUntil: formerUntil } = row;
  const secrets = secretsOf({ secret, former, formerUntil }, now).map((one) =>
    openForPlatform("webhook", id, one).toString(),
  );
  return { url, isPrivate, secrets };
}
