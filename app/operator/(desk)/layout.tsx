import type { ReactNode } from "react";
import { KeptForm } from "@/app/_components/kept-form";
import { OperatorShell } from "@/app/_components/operator-shell";
import { currentSession } from "@/lib/entrypoints/console/require-context";

/** Draws the operators' shell and decides nothing: each page asks for itself. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const resumed = await currentSession();
  if (resumed?.kind !== "operator") return children;
  return (
    <OperatorShell ctx={resumed.ctx}>
      <KeptForm ctx={resumed.ctx}>{children}</KeptForm>
    </OperatorShell>
  );
}
