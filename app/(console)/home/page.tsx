import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { AccountHome } from "./_components/account-home";
import { Workspace } from "./_components/workspace";

export async function generateMetadata(): Promise<Metadata> {
  const [t, ctx] = await Promise.all([getTranslations("home"), requireConsoleContext()]);
  const { maySeeSubAccounts } = navigationOf(ctx);
  return { title: `${maySeeSubAccounts ? t("room") : t("workspace")} · ${ctx.account.alias}` };
}

/** Of the account for those who manage it; of the sub-account itself for everybody else. */
export default async function HomePage() {
  const ctx = await requireConsoleContext();
  return (
    <>
      <Flash />
      {navigationOf(ctx).maySeeSubAccounts ? <AccountHome ctx={ctx} /> : <Workspace ctx={ctx} />}
    </>
  );
}
