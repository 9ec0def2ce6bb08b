import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SecondFactorPage } from "@/app/_components/second-factor-page";
import { beginPasskeyAction, bindPasskeyAction } from "@/app/(console)/my-sign-in/passkeys/new/actions";
import { getOwnFactors, getSignInMethods } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { askPasskeyAction, beginEnrolmentAction, bindEnrolmentAction, passSecondFactorAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("secondFactor.doorTitle")} · ${t("common.productName")}` };
}

export default async function SecondFactor({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireConsoleContext({ whileWaiting: true });
  const { secondFactor, requestId } = ctx;
  if (secondFactor !== "pending" && secondFactor !== "enrolment") redirect(paths.mySignIn());
  if (secondFactor === "enrolment" && ctx.passwordResetRequired) redirect(paths.newPassword());
  const pending = secondFactor === "pending";
  return (
    <SecondFactorPage
      owner={`${ctx.account.companyName} · ${ctx.actor.name}`}
      next={await readNext(searchParams)}
      methods={pending ? await forPage(getSignInMethods(ctx)) : undefined}
      mayRemember={ctx.account.preference.enableSaveMfaTicket}
      pass={passSecondFactorAction}
      passkey={{ ask: askPasskeyAction, begin: beginPasskeyAction, bind: bindPasskeyAction }}
      setUp={{
        requestId,
        begun: !pending && (await forPage(getOwnFactors(ctx))).totpBegun,
        begin: beginEnrolmentAction,
        bind: bindEnrolmentAction,
      }}
    />
  );
}
