import "server-only";

/** One attempt to sign in, as its owner and the administrators see it. */
export interface SignInView {
  id: string;
  at: Date;
  result: "allowed" | "refused" | "failed";
  code: string;
  ip: string;
  userAgent: string;
}
