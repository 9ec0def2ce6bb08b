import * as z from "zod";

export const accountNameMin = 3;
export const accountNameMax = 32;

/** First-level paths of the console (the architecture suite holds them here) and words a stranger would trust. */
export const reservedAliases: ReadonlySet<string> = new Set([
  ...[
    "_next",
    "access-keys",
    "api",
    "audit-log",
    "bills",
    "claim",
    "exports",
    "favicon",
    "groups",
    "hand-over",
    "help",
  ],
  ...["home", "identity-verification", "icon", "limits", "livez", "login", "manifest", "metrics", "my-sign-in"],
  ...["new-password", "operator", "policies", "preferences", "readyz", "reset-password", "resources", "robots"],
  ...["search", "security", "sessions", "settings", "sign-out", "sign-up", "spend", "ssh-keys", "sub-accounts"],
  ...["transactions", "wallet", "webhooks", "well-known"],
  ...["account", "accounts", "admin", "administrator", "billing", "console", "espalier", "finance", "mail", "official"],
  ...["platform", "ram", "root", "staff", "status", "support", "system", "www"],
]);

/** The account's name and its alias: 3–32 of `a-z 0-9 -`, no leading, trailing or double hyphen, not a reserved word. */
export const accountName = z.string().superRefine((name, issues) => {
  const problem = accountNameProblem(name);
  if (problem)
    issues.addIssue({ code: "custom", message: problem, params: { min: accountNameMin, max: accountNameMax } });
});

/** The message key of what is wrong with a name, for the live rule under the field. */
export function accountNameProblem(name: string): string | undefined {
  if (name === "") return "required";
  if (name.length < accountNameMin) return "tooShort";
  if (name.length > accountNameMax) return "tooLong";
  if (!/^[a-z0-9-]+$/.test(name)) return "nameAlphabet";
  if (name.startsWith("-") || name.endsWith("-")) return "nameEdges";
  if (name.includes("--")) return "doubleHyphen";
  return reservedAliases.has(name) ? "reserved" : undefined;
}
