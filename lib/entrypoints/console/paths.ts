/** Every address of the console, built in one place. */
export const paths = {
  landing: () => "/",
  rootDoor: () => "/login",
  door: (alias: string) => `/${alias}/login`,
  operatorDoor: () => "/operator/login",
  signUp: () => "/sign-up",
  signUpCode: () => "/sign-up/code",
  forgotten: () => "/reset-password",
  forgottenAt: (alias: string) => `/reset-password?alias=${encodeURIComponent(alias)}`,
  resetPassword: (token: string) => `/reset-password/${token}`,
  setUp: (token: string) => `/operator/set-up/${token}`,
  home: () => "/home",
  newPassword: () => "/new-password",
  mySignIn: () => "/my-sign-in",
  preferences: () => "/preferences",
  signOut: () => "/sign-out",
  identityVerification: () => "/identity-verification",
  identityDocument: (id: string) => `/identity-verification/documents/${id}`,
  subAccounts: {
    list: () => "/sub-accounts",
    create: () => "/sub-accounts/new",
    overview: (name: string) => `/sub-accounts/${name}`,
    handOver: (name: string) => `/hand-over/${name}`,
    handOverFile: (name: string) => `/hand-over/${name}/file`,
  },
  operator: {
    home: () => "/operator",
    queue: () => "/operator/identity-verifications",
    review: (accountId: string) => `/operator/identity-verifications/${accountId}`,
    document: (accountId: string, id: string) => `/operator/identity-verifications/${accountId}/documents/${id}`,
    accounts: () => "/operator/accounts",
    outbox: () => "/operator/outbox",
    mySignIn: () => "/operator/my-sign-in",
  },
} as const;

/** A path of this console to go back to after signing in; anything else is dropped. */
export function safeReturnPath(path: string | undefined): string | undefined {
  if (!path || !/^\/[\w\-./~%?=&]*$/.test(path) || path.startsWith("//") || path.includes("/../")) return undefined;
  return path;
}
