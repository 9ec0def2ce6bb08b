import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RecoveryCodes } from "@/app/_components/recovery-codes";
import { getOwnFactors } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { makeOperatorRecoveryCodesAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("secondFactor");
  return { title: t("recoveryTitle") };
}

export default async function OperatorRecoveryCodesPage() {
  const ctx = await requireOperatorContext();
  const { recoveryCodesLeft } = await forPage(getOwnFactors(ctx));
  return (
    <RecoveryCodes
      ctx={ctx}
      left={recoveryCodesLeft}
      make={makeOperatorRecoveryCodesAction}
      back={paths.operator.mySignIn()}
    />
  );
}
