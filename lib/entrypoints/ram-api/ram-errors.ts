import "server-only";
import { AccessDenied } from "@/lib/authorization/access-denied";
import { DomainError, type ErrorCode } from "@/lib/foundation/errors";
import { logger } from "@/lib/foundation/logger";
import { sayError } from "@/lib/foundation/say-error";
import type { RamAction } from "./ram-action";
import { RamFault } from "./ram-fault";

/** Our nouns as RAM calls them. */
const nouns: Readonly<Record<string, string>> = {
  "sub-account": "User",
  "access-key": "User.AccessKey",
  "login-profile": "User.LoginProfile",
  "mfa-device": "VirtualMFADevice",
  "user-mfa-device": "User.MFADevice",
  group: "Group",
  "user-group": "User.Group",
  policy: "Policy",
  "policy-version": "Policy.Version",
  "user-policy": "User.Policy",
  "group-policy": "Group.Policy",
  alias: "AccountAlias",
};

/** Reasons that RAM has a word of its own for. */
const reasons: Readonly<Record<string, readonly [number, string]>> = {
  accountNotApproved: [403, "Inactive"],
  userHasGroups: [409, "DeleteConflict.User.Group"],
  userHasAccessKeys: [409, "DeleteConflict.User.AccessKey"],
  userHasLoginProfile: [409, "DeleteConflict.User.LoginProfile"],
  userHasMfaDevice: [409, "DeleteConflict.User.MFADevice"],
  userHasPolicies: [409, "DeleteConflict.User.Policy"],
  groupHasUsers: [409, "DeleteConflict.Group.User"],
  groupHasPolicies: [409, "DeleteConflict.Group.Policy"],
  groupHasServers: [409, "DeleteConflict.Group.Server"],
  policyHasUsers: [409, "DeleteConflict.Policy.User"],
  policyHasGroups: [409, "DeleteConflict.Policy.Group"],
  policyHasVersions: [409, "DeleteConflict.Policy.Version"],
  isDefaultVersion: [409, "DeleteConflict.Policy.Version.Default"],
  PoliciesQuota: [409, "LimitExceeded.Policy"],
  VersionsPerPolicyQuota: [409, "LimitExceeded.Policy.Version"],
  AttachedPoliciesPerUserQuota: [409, "LimitExceeded.User.Policy"],
  AttachedSystemPoliciesPerUserQuota: [409, "LimitExceeded.User.Policy"],
  AttachedPoliciesPerGroupQuota: [409, "LimitExceeded.Group.Policy"],
  AttachedSystemPoliciesPerGroupQuota: [409, "LimitExceeded.Group.Policy"],
  GroupsQuota: [409, "LimitExceeded.Group"],
  GroupsPerUserQuota: [409, "LimitExceeded.User.Group"],
  mfaCodesWrong: [403, "CheckAuthenticationCodeFail"],
  moreThanHeld: [403, "NoPermission"],
  holdsMore: [403, "NoPermission"],
  rootKeysRootOnly: [403, "NoPermission"],
  notYourself: [403, "NoPermission"],
};

/** Every code speaks here: a new one does not compile until it does. The noun is RAM's. */
const codes: Record<ErrorCode, (noun: string) => readonly [number, string]> = {
  "invalid-input": () => [400, "InvalidParameter"],
  unauthenticated: () => [403, "NoPermission"],
  "step-up-required": () => [403, "NoPermission"],
  forbidden: () => [403, "NoPermission"],
  "not-found": (noun) => [404, `EntityNotExist.${noun}`],
  "already-exists": (noun) => [409, `EntityAlreadyExists.${noun}`],
  conflict: (noun) => [409, `DeleteConflict.${noun}`],
  "limit-reached": (noun) => [409, `LimitExceeded.${noun}`],
  "invalid-state": () => [403, "Inactive"],
  "insufficient-balance": () => [403, "Inactive"],
  "rate-limited": () => [429, "Throttling.User"],
  unavailable: () => [503, "ServiceUnavailable"],
  internal: () => [500, "InternalError"],
};

/** The last part of `InvalidParameter.<Name>.<what>`, from the message key of ours. */
const parts: readonly (readonly [pattern: RegExp, part: string])[] = [
  [/^(?:tooLong|tooShort|masksTooMany)$/, "Length"],
  [/^(?:nameAlphabet|nameEdges|nameRule|textCharacters|policyNameRule|groupNameRule)$/, "InvalidChars"],
  [/^password(?:TooShort|TooLong|Common|ContainsName|Policy.*|Unchanged)$/, "TooWeak"],
  [/^password(?:Reused|UsedBefore)$/, "ReusePrevention"],
  [/^passwordWrong$/, "Incorrect"],
  [/^(?:email|phone|aliasRule|addressRange|maskLocksYouOut)$/, "Format"],
  [/^numberRange$/, "Range"],
];

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Where in the document it is, for whoever wrote it by program. */
function placed(message: string, { line, column, path }: DomainError["details"]): string {
  const place = line === undefined ? path : `line ${line}, column ${column ?? 1}`;
  return place === undefined || place === "" ? message : `${message} (${place})`;
}

/** What was thrown, as RAM says it. Refusals of permission carry the decision under `denied`. */
export function toRamFault(error: unknown, row: RamAction | undefined, requestId: string): RamFault | AccessDenied {
  if (error instanceof RamFault || error instanceof AccessDenied) return error;
  const known = error instanceof DomainError ? error : new DomainError("internal", "request", { cause: error });
  if (known.code === "internal") logger.error({ err: error, requestId }, "a signed call failed");
  const { code, noun, reason = "", details } = known;
  const message = sayError(known);
  const special = row?.codes[`${code} ${reason}`] ?? row?.codes[`${code} ${noun}`];
  if (special) return new RamFault(codes[code](noun)[0], special, message);
  const { field } = details;
  if (code === "invalid-input" && noun === "policy" && field === "document") {
    return new RamFault(400, "MalformedPolicyDocument", placed(message, details));
  }
  if (code === "invalid-input" && field) {
    const name = row?.fields[String(field)] ?? capital(String(field));
    const part = parts.find(([pattern]) => pattern.test(reason))?.[1];
    return new RamFault(400, `InvalidParameter.${name}${part ? `.${part}` : ""}`, message);
  }
  const [status, ramCode] = reasons[reason] ?? codes[code](nouns[noun] ?? capital(noun));
  const wait = details.seconds ?? (status === 503 ? 5 : undefined);
  return new RamFault(status, ramCode, message, wait === undefined ? {} : { retryAfter: wait });
}
