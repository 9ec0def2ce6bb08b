import type { AccountFacts } from "@/lib/authorization/context";
import { paths } from "@/lib/entrypoints/console/paths";

interface Facts {
  verification: AccountFacts["verification"];
  /** All sub-accounts, whatever their state. */
  total: number;
  mayVerify: boolean;
  mayCreate: boolean;
}

interface Task {
  task: "unverified" | "rejected" | "submitted" | "first";
  /** Absent where somebody else has to do it. */
  href: string | undefined;
}

/** What needs somebody: one line, one finding, one way to go. */
export function tasksOf({ verification, total, mayVerify, mayCreate }: Facts): Task[] {
  if (verification !== "approved") {
    return [{ task: verification, href: mayVerify ? paths.identityVerification() : undefined }];
  }
  return total === 0 && mayCreate ? [{ task: "first", href: paths.subAccounts.create() }] : [];
}
