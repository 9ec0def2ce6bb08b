import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

type TitleKey = "editTitle" | "logonTitle" | "disableTitle" | "enableTitle" | "deleteTitle" | "endSessionsTitle";

export async function lifeTitle(key: TitleKey, name: string): Promise<string> {
  const [t, { account }] = await Promise.all([getTranslations("subAccountLife"), requireConsoleContext()]);
  return `${t(key, { name })} · ${account.alias}`;
}

/** The head of every page that changes one sub-account: what is done, and the way back. */
export async function LifeHeader({ title, lead, name }: { title: string; lead: string; name: string }) {
  const t = await getTranslations("subAccounts");
  return (
    <PageHeader
      title={title}
      lead={lead}
      breadcrumb={[
        { href: paths.subAccounts.list(), label: t("room") },
        { href: paths.subAccounts.overview(name), label: name },
      ]}
    />
  );
}
