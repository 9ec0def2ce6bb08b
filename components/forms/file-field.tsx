"use client";

import type { ReactNode } from "react";
import { FieldFrame } from "./field-frame";
import { useField } from "./use-field";

interface Props {
  name: string;
  label?: string;
  hint?: ReactNode;
  /** Native list such as `.pdf,.jpg,.png`: a convenience, the server looks at the content. */
  accept: string;
  required?: boolean;
  multiple?: boolean;
  className?: string;
}

export function FileField({ name, label, hint, accept, required, multiple, className }: Props) {
  const field = useField(name, label);
  return (
    <FieldFrame field={field} hint={hint} required={required} className={className}>
      <input
        type="file"
        {...field.control}
        accept={accept}
        required={required}
        multiple={multiple}
        className="field field-file"
      />
    </FieldFrame>
  );
}
