import { readTopUpEvidence } from "@/lib/domain/wallet/read-top-up-evidence";
import { TopUpAddress } from "@/lib/domain/wallet/schema";
import { operatorRoute } from "@/lib/entrypoints/console/console-route";
import { documentResponse } from "@/lib/entrypoints/console/document-response";
import { DomainError } from "@/lib/foundation/errors";

/** What a top-up was credited for; one without it and a made-up one answer alike. */
export const GET = operatorRoute(async (platform, params: { accountId: string; topUpId: string }) => {
  const address = TopUpAddress.safeParse(params);
  if (!address.success) throw new DomainError("not-found", "top-up");
  return documentResponse("evidence", await readTopUpEvidence(platform, address.data));
});
