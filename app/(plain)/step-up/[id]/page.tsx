import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUpPage } from "@/app/_components/step-up-page";
import { getStepUp } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { askPasskeyStepUpAction, passStepUpAction, sendStepUpCodeAction } from "./actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("stepUp.title")} · ${t("common.productName")}` };
}

export default async function StepUp({ params }: Props) {
  const ctx = await requireConsoleContext();
  const stepUp = await forPage(getStepUp(ctx, (await params).id));
  const { account, actor } = ctx;
  return (
    <StepUpPage
      stepUp={stepUp}
      owner={`${account.companyName} · ${actor.name}`}
      mySignInPath={paths.mySignIn()}
      requestId={ctx.requestId}
      ask={askPasskeyStepUpAction}
      pass={passStepUpAction}
      send={sendStepUpCodeAction}
    />
  );
}
