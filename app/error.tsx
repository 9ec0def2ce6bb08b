"use client";

import { useTranslations } from "next-intl";
import { AnswerPage } from "@/components/layout/answer-page";
import { PlainLayout } from "@/components/layout/plain-layout";

/** Something failed: nothing internal is shown, the digest finds the log line. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("common");
  return (
    <PlainLayout>
      <AnswerPage
        title={t("errorTitle")}
        homeLabel={t("goHome")}
        requestId={error.digest}
        onRetry={reset}
        retryLabel={t("retry")}
      >
        {t("errorText")}
      </AnswerPage>
    </PlainLayout>
  );
}
