"use server";

import { claimServiceKey } from "@/lib/domain/service-keys/reveal-service-key";
import { ServiceKeyInput } from "@/lib/domain/service-keys/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";

/** Stays on the page: only the answer to this same request may show the key. */
export const showServiceKeyAction = operatorAction({
  input: ServiceKeyInput,
  verb: claimServiceKey,
  done: () => undefined,
});
