import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";

interface Props {
  title: string;
  children: ReactNode;
  homeLabel: string;
  requestId?: string | undefined;
  onRetry?: () => void;
  retryLabel?: string;
}

/** A page that can only say why there is nothing to see, and the way on: `/` leads everybody to a home of their own. */
export function AnswerPage({ title, children, homeLabel, requestId, onRetry, retryLabel }: Props) {
  const t = useTranslations("common");
  return (
    <section className="answer reading">
      <h1 className="text-title">{title}</h1>
      <p>{children}</p>
      <div className="form-actions">
        {onRetry ? <Button onClick={onRetry}>{retryLabel}</Button> : null}
        <ButtonLink href="/" variant="secondary" hard>
          {homeLabel}
        </ButtonLink>
      </div>
      {requestId ? (
        <p className="text-ink-3">
          {t("requestId")} <code>{requestId}</code> <CopyButton text={requestId} what={t("requestId")} compact />
        </p>
      ) : null}
    </section>
  );
}
