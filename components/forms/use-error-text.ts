"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { FormMessage } from "@/lib/foundation/form-state";

type ErrorKey = Parameters<ReturnType<typeof useTranslations<"errors">>>[0];

/** The words of a message key below `errors`; a key without words says that the value is invalid. */
export function useErrorText(): (message: FormMessage) => string {
  const t = useTranslations("errors");
  return useCallback(({ key, params }) => (isKey(t, key) ? t(key, params) : t("invalid")), [t]);
}

function isKey(t: ReturnType<typeof useTranslations<"errors">>, key: string): key is ErrorKey {
  return t.has(key as ErrorKey);
}
