import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUpPage } from "@/app/_components/step-up-page";
import { getStepUp } from "@/lib/domain/second-factors/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { askOperatorPasskeyStepUpAction, passOperatorStepUpAction, sendOperatorStepUpCodeAction } from "./actions";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("stepUp.title")} · ${t("common.productName")}` };
}

export default async function OperatorStepUp({ params }: Props) {
  const ctx = await requireOperatorContext();
  const stepUp = await forPage(getStepUp(ctx, (await params).id));
  const t = await getTranslations("shell");
  return (
    <StepUpPage
      stepUp={stepUp}
      owner={ctx.actor.name}
      note={t("operator")}
      mySignInPath={paths.operator.mySignIn()}
      requestId={ctx.requestId}
      ask={askOperatorPasskeyStepUpAction}
      pass={passOperatorStepUpAction}
      send={sendOperatorStepUpCodeAction}
    />
  );
}
