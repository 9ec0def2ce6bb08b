import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TotpSetUp } from "@/app/_components/totp-set-up";
import { PageHeader } from "@/components/ui/page-header";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { beginTotpAction, bindTotpAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("authenticator") };
}

export default async function Authenticator() {
  const ctx = await requireConsoleContext();
  const { totpBegun } = await forPage(getOwnFactors(ctx));
  const t = await getTranslations("secondFactor");
  return (
    <>
      <PageHeader title={t("authenticator")} lead={t("authenticatorLead")} />
      <div className="panel max-w-160">
        <TotpSetUp
          requestId={ctx.requestId}
          begun={totpBegun}
          begin={beginTotpAction}
          bind={bindTotpAction}
          back={paths.mySignIn()}
        />
      </div>
    </>
  );
}
