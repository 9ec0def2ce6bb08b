import { headers } from "next/headers";
import { AccountShell } from "@/app/_components/account-shell";
import { BareRefusal } from "@/app/_components/bare-refusal";
import { OperatorShell } from "@/app/_components/operator-shell";
import { Refusal } from "@/app/_components/refusal";
import { paths } from "@/lib/entrypoints/console/paths";
import { currentSession, isLetIn } from "@/lib/entrypoints/console/require-context";

/** Next draws this beside every page, in case of need: the shell is worth its work where the refusal is all there is. */
export default async function NotFound() {
  const isPage = (await headers()).get("x-espalier-path") === paths.refusal();
  const resumed = isPage ? await currentSession() : undefined;
  if (!resumed || !isLetIn(resumed.ctx)) return <BareRefusal />;
  return resumed.kind === "account" ? (
    <AccountShell resumed={resumed}>
      <Refusal />
    </AccountShell>
  ) : (
    <OperatorShell ctx={resumed.ctx}>
      <Refusal />
    </OperatorShell>
  );
}
