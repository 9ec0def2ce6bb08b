import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PasskeySetUp } from "@/app/_components/passkey-set-up";
import { PageHeader } from "@/components/ui/page-header";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { beginOperatorPasskeyAction, bindOperatorPasskeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("passkeys.newTitle") };
}

export default async function OperatorNewPasskey() {
  const ctx = await requireOperatorContext();
  await forPage(getOwnFactors(ctx));
  const t = await getTranslations("secondFactor");
  return (
    <>
      <PageHeader title={t("passkeys.newTitle")} lead={t("passkeys.newLead")} />
      <div className="panel max-w-160">
        <PasskeySetUp
          requestId={ctx.requestId}
          begin={beginOperatorPasskeyAction}
          bind={bindOperatorPasskeyAction}
          back={paths.operator.mySignIn()}
        />
      </div>
    </>
  );
}
