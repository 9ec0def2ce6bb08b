import type { ReactNode } from "react";
import { AccountShell } from "@/app/_components/account-shell";
import { KeptForm } from "@/app/_components/kept-form";
import { currentSession } from "@/lib/entrypoints/console/require-context";

/** Draws the shell and decides nothing: each page asks for itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const resumed = await currentSession();
  if (resumed?.kind !== "account") return children;
  return (
    <AccountShell resumed={resumed}>
      <KeptForm ctx={resumed.ctx}>{children}</KeptForm>
    </AccountShell>
  );
}
