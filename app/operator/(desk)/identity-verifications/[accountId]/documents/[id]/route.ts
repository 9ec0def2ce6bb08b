import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccount } from "@/lib/domain/accounts/queries";
import { readIdentityDocument } from "@/lib/domain/identity-verification/read-identity-document";
import { AccountAddress, DocumentAddress } from "@/lib/domain/identity-verification/schema";
import { operatorRoute } from "@/lib/entrypoints/console/console-route";
import { documentResponse } from "@/lib/entrypoints/console/document-response";
import { DomainError } from "@/lib/foundation/errors";

/** A document under review; one of another account and a made-up one answer alike. */
export const GET = operatorRoute(async (platform, params: { accountId: string; id: string }) => {
  const account = AccountAddress.safeParse({ accountId: params.accountId });
  const document = DocumentAddress.safeParse({ id: params.id });
  if (!account.success || !document.success) throw new DomainError("not-found", "identity-document");
  const inside = enterAccount(platform, await getAccount(platform, account.data.accountId));
  const opened = await readIdentityDocument(inside, document.data);
  return documentResponse(opened.slot, opened);
});
