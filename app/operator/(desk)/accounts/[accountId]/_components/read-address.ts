import { notFound } from "next/navigation";
import { AccountAddress } from "@/lib/domain/identity-verification/schema";

/** The account that the address names; an address that names none is not found. */
export async function readAddress(params: Promise<{ accountId: string }>) {
  const address = AccountAddress.safeParse({ accountId: (await params).accountId });
  return address.success ? address.data.accountId : notFound();
}
