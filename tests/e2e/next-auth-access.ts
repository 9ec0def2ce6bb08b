import type { Row } from "./access-matrix";

/** Of next-auth's routes, those that sign in and out are there, and no other. */
export const nextAuthAccess: Record<string, Row[]> = {
  "/api/auth/[...nextauth]": [
    { at: "/api/auth/csrf", expect: { all: 200 } },
    ...["callback/credentials", "signout"].map((name) => ({ at: `/api/auth/${name}`, expect: { all: 405 } })),
    ...[
      "session",
      "providers",
      "signin",
      "signin/credentials",
      "error",
      "verify-request",
      "callback/email",
      "_log",
    ].map((name) => ({ at: `/api/auth/${name}`, expect: { all: 404 } })),
  ],
};
