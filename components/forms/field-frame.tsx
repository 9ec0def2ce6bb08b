"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FieldMessage } from "./field-message";
import type { FieldHandle } from "./use-field";

interface Props {
  field: FieldHandle;
  hint?: ReactNode;
  required?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function FieldFrame({ field, hint, required, className, children }: Props) {
  const t = useTranslations("common");
  return (
    <div className={clsx("field-frame", className)}>
      <label htmlFor={field.id} className="field-label">
        {field.label}
        {required ? null : <span className="field-optional"> ({t("optional")})</span>}
      </label>
      {children}
      <FieldMessage id={`${field.id}-message`} hint={hint} messages={field.messages} />
    </div>
  );
}
