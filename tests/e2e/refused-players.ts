import type { Player } from "./build-world";

export const outside: Player[] = ["nobody", "a junk cookie"];
export const notAdmins: Player[] = [
  ...outside,
  "a sub-account",
  "a finance user",
  "another account's sub-account",
  "an operator",
];
export const notRoot: Player[] = [...notAdmins, "a delegated admin"];
/** For what names a sub-account of A: the root user of another account has none of that name. */
export const notOfAccount: Player[] = [...notAdmins, "another account's root user"];
export const notOperator: Player[] = [
  ...outside,
  "a sub-account",
  "a finance user",
  "a delegated admin",
  "the root user",
  "another account's sub-account",
  "another account's root user",
];

export const everybody: Player[] = [...notOperator, "an operator"];
