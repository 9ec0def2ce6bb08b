import "server-only";
import { actingSubAccount } from "@/lib/authorization/context";
import { resolveUserName } from "@/lib/domain/sub-accounts/resolve-user-name";
import type { RamCall } from "./ram-action";
import { RamFault } from "./ram-fault";

/** The suffix RAM's own tools write after an alias. */
const domainSuffix = ".onaliyun.com";

/** Whose thing an action is about: the name said, or the caller; null: the root user. */
export function ownerOf(name: string | undefined, { ctx }: RamCall): string | null {
  return name ?? actingSubAccount(ctx.actor)?.name ?? null;
}

export const domainOf = (alias: string) => `${alias}${domainSuffix}`;

/** Both spellings name the alias: with the suffix and without. */
export const aliasOfDomain = (domain: string) =>
  domain.endsWith(domainSuffix) ? domain.slice(0, -domainSuffix.length) : domain;

export function principalNameOf(name: string, { ctx }: RamCall): string {
  return `${name}@${domainOf(ctx.account.alias)}`;
}

/** The sub-account of a `UserPrincipalName`; another domain's is nobody of this account. */
export function nameOfPrincipal(principal: string, { ctx }: RamCall): string {
  const at = principal.lastIndexOf("@");
  const [name, domain] = at < 0 ? [principal, ""] : [principal.slice(0, at), principal.slice(at + 1)];
  const own = [ctx.account.alias, ctx.account.name].flatMap((word) => [word, `${word}${domainSuffix}`]);
  if (own.includes(domain)) return name;
  throw new RamFault(404, "EntityNotExist.User", "The user does not exist.");
}

/** IMS names a sub-account in one of several ways, and in one only. */
export async function nameOfOne(
  {
    UserPrincipalName,
    UserId,
    UserAccessKeyId,
  }: Partial<Record<"UserPrincipalName" | "UserId" | "UserAccessKeyId", string | undefined>>,
  call: RamCall,
): Promise<string> {
  const given = [UserPrincipalName, UserId, UserAccessKeyId].filter((value) => value !== undefined);
  if (given.length === 0) throw new RamFault(400, "MissingUserPrincipalName", "Say whom: UserPrincipalName or UserId.");
  if (given.length > 1) throw new RamFault(400, "InvalidParameter.UserPrincipalName", "Say whom in one way only.");
  if (UserPrincipalName !== undefined) return nameOfPrincipal(UserPrincipalName, call);
  if (UserId !== undefined) return resolveUserName(call.ctx, { ramId: UserId });
  return resolveUserName(call.ctx, { accessKeyId: UserAccessKeyId ?? "" });
}

/** IMS's way of saying whose: the principal's name, or the caller. */
export function principalOwnerOf(principal: string | undefined, call: RamCall): string | null {
  return ownerOf(principal === undefined ? undefined : nameOfPrincipal(principal, call), call);
}
