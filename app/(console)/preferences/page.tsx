import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { PreferenceSwitch } from "@/components/layout/preference-switch";
import { PageHeader } from "@/components/ui/page-header";
import { paths } from "@/lib/entrypoints/console/paths";
import { readShortcuts, readTheme } from "@/lib/entrypoints/console/preference-cookies";
import { currentSession, requireConsoleContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("preferences");
  const session = await currentSession();
  return { title: session?.kind === "account" ? `${t("title")} · ${session.ctx.account.alias}` : t("title") };
}

export default async function Preferences() {
  if ((await currentSession())?.kind === "operator") redirect(`${paths.operator.mySignIn()}#preferences`);
  await requireConsoleContext();
  const t = await getTranslations("preferences");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="panel max-w-lg p-4">
        <PreferenceSwitch
          path={paths.preferencesOfDevice()}
          locale={await getLocale()}
          theme={await readTheme()}
          shortcuts={await readShortcuts()}
        />
      </div>
    </>
  );
}
