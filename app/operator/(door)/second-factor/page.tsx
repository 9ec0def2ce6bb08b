import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SecondFactorPage } from "@/app/_components/second-factor-page";
import {
  beginOperatorPasskeyAction,
  bindOperatorPasskeyAction,
} from "@/app/operator/(desk)/my-sign-in/passkeys/new/actions";
import { getOwnFactors, getSignInMethods } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import {
  askOperatorPasskeyAction,
  beginOperatorEnrolmentAction,
  bindOperatorEnrolmentAction,
  passOperatorSecondFactorAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("secondFactor.doorTitle")} · ${t("common.productName")}` };
}

export default async function OperatorSecondFactor({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireOperatorContext({ whileWaiting: true });
  const { secondFactor, requestId } = ctx;
  if (secondFactor !== "pending" && secondFactor !== "enrolment") redirect(paths.operator.mySignIn());
  const t = await getTranslations("shell");
  const pending = secondFactor === "pending";
  return (
    <SecondFactorPage
      owner={ctx.actor.name}
      note={t("operator")}
      next={await readNext(searchParams)}
      methods={pending ? await forPage(getSignInMethods(ctx)) : undefined}
      mayRemember={false}
      pass={passOperatorSecondFactorAction}
      passkey={{ ask: askOperatorPasskeyAction, begin: beginOperatorPasskeyAction, bind: bindOperatorPasskeyAction }}
      setUp={{
        requestId,
        begun: !pending && (await forPage(getOwnFactors(ctx))).totpBegun,
        begin: beginOperatorEnrolmentAction,
        bind: bindOperatorEnrolmentAction,
      }}
    />
  );
}
