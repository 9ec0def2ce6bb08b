import "server-only";
import * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import { defineJob } from "@/lib/foundation/queue";

/** Ordered when a key's end is set, for each reminder; one of an end that was moved since says nothing. */
export const remindOfPublicKeyJob = defineJob(
  "remind-of-public-key",
  z.strictObject({
    accountId: z.uuid().transform((id) => id as AccountId),
    publicKeyId: z.uuid(),
    expiresAt: z.iso.datetime(),
    daysLeft: z.int().positive(),
  }),
);
