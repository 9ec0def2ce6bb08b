import { readIdentityDocument } from "@/lib/domain/identity-verification/read-identity-document";
import { DocumentAddress } from "@/lib/domain/identity-verification/schema";
import { consoleRoute } from "@/lib/entrypoints/console/console-route";
import { documentResponse } from "@/lib/entrypoints/console/document-response";
import { DomainError } from "@/lib/foundation/errors";

/** A document of the account's own verification; somebody else's and a made-up one answer alike. */
export const GET = consoleRoute(async (ctx, params: { id: string }) => {
  const address = DocumentAddress.safeParse(params);
  if (!address.success) throw new DomainError("not-found", "identity-document");
  const opened = await readIdentityDocument(ctx, address.data);
  return documentResponse(opened.slot, opened);
});
