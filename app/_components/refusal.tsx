import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AnswerPage } from "@/components/layout/answer-page";
import { denialOf } from "@/lib/entrypoints/console/for-page";

/**
 * Says the same of what does not exist and of what this person may not see; where an act of the person's own was
 * refused, names the permission to ask for.
 */
export async function Refusal() {
  const t = await getTranslations("answers");
  const requestId = (await headers()).get("x-espalier-request-id") ?? "";
  const action = denialOf(requestId);
  return (
    <AnswerPage
      title={action === undefined ? t("notFoundTitle") : t("forbiddenTitle")}
      homeLabel={t("home")}
      requestId={requestId}
    >
      {action === undefined ? t("notFound") : t("forbiddenAction", { action })}
    </AnswerPage>
  );
}
