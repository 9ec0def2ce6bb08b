import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AnswerPage } from "@/components/layout/answer-page";

/** Says the same of what does not exist and of what this person may not see. */
export default async function NotFound() {
  const t = await getTranslations("answers");
  const requestId = (await headers()).get("x-espalier-request-id") ?? undefined;
  return (
    <AnswerPage title={t("notFoundTitle")} homeLabel={t("home")} requestId={requestId}>
      {t("notFound")}
    </AnswerPage>
  );
}
