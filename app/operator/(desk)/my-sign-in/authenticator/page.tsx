import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TotpSetUp } from "@/app/_components/totp-set-up";
import { PageHeader } from "@/components/ui/page-header";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { beginOperatorTotpAction, bindOperatorTotpAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("authenticator") };
}

export default async function OperatorAuthenticator() {
  const ctx = await requireOperatorContext();
  const { totpBegun } = await forPage(getOwnFactors(ctx));
  const t = await getTranslations("secondFactor");
  return (
    <>
      <PageHeader title={t("authenticator")} lead={t("authenticatorLead")} />
      <div className="panel max-w-160">
        <TotpSetUp
          requestId={ctx.requestId}
          begun={totpBegun}
          begin={beginOperatorTotpAction}
          bind={bindOperatorTotpAction}
          back={paths.operator.mySignIn()}
        />
      </div>
    </>
  );
}
