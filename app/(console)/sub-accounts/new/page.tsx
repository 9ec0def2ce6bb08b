import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { getCreationTerms } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { newId } from "@/lib/foundation/ids";
import { BlockedBanner } from "../_components/blocked-banner";
import { CreateForm } from "./_components/create-form";
import { createSubAccountAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("subAccounts"), requireConsoleContext()]);
  return { title: `${t("createTitle")} · ${t("room")} · ${account.alias}` };
}

export default async function CreateSubAccountPage() {
  const ctx = await requireConsoleContext();
  const { verification } = await forPage(getCreationTerms(ctx));
  const [t, { common, doors, errors, subAccounts }] = await Promise.all([
    getTranslations("subAccounts"),
    getMessages(),
  ]);
  const { rules } = doors;
  const list = { href: paths.subAccounts.list(), label: t("room") };
  return (
    <>
      <PageHeader
        title={t("createTitle")}
        lead={t("createLead")}
        breadcrumb={navigationOf(ctx).maySeeSubAccounts ? [list] : []}
      />
      {verification === "approved" ? (
        <NextIntlClientProvider messages={{ common, errors, subAccounts, doors: { rules } }}>
          <CreateForm
            action={createSubAccountAction}
            account={ctx.account.name}
            idempotencyKey={newId()}
            rules={{ passwordPolicy: ctx.account.passwordPolicy, userName: "" }}
            nameCheck={paths.subAccounts.nameCheck()}
            cancelHref={paths.subAccounts.list()}
          />
        </NextIntlClientProvider>
      ) : (
        <BlockedBanner ctx={ctx} />
      )}
    </>
  );
}
