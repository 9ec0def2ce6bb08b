import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AnswerPage } from "@/components/layout/answer-page";
import { denial } from "@/lib/entrypoints/console/for-page";

/** Names the missing permission, so that the person knows what to ask for. */
export default async function Forbidden() {
  const t = await getTranslations("answers");
  const requestId = (await headers()).get("x-espalier-request-id") ?? undefined;
  const { action } = denial();
  return (
    <AnswerPage title={t("forbiddenTitle")} homeLabel={t("home")} requestId={requestId}>
      {action ? t("forbiddenAction", { action }) : t("forbidden")}
    </AnswerPage>
  );
}
