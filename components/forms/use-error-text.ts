"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { FormMessage } from "@/lib/foundation/form-state";

type ErrorKey = Parameters<ReturnType<typeof useTranslations<"errors">>>[0];

/** The words of a message key below `errors`, of a rule or of a verb's reason; a key without words says that the value is invalid. */
export function useErrorText(): (message: FormMessage) => string {
  const t = useTranslations("errors");
  return useCallback(
    ({ key, params }) => {
      const known = [key, `reasons.${key}`].find((one): one is ErrorKey => t.has(one as ErrorKey));
      return known ? t(known, params) : t("invalid");
    },
    [t],
  );
}
