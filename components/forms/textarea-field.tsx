"use client";

import clsx from "clsx";
import type { ReactNode, TextareaHTMLAttributes } from "react";
import { FieldFrame } from "./field-frame";
import { useField } from "./use-field";

type Native = Omit<
  TextareaHTMLAttributes<HTMLTextAreaElement>,
  "name" | "id" | "defaultValue" | "value" | "onChange" | "onBlur"
>;

interface Props extends Native {
  name: string;
  label?: string;
  hint?: ReactNode;
  mono?: boolean;
  onText?: (text: string) => void;
}

export function TextareaField({ name, label, hint, mono, className, onText, ...native }: Props) {
  const field = useField(name, label, onText);
  return (
    <FieldFrame field={field} hint={hint} required={native.required} className={className}>
      <textarea
        rows={3}
        dir={mono ? undefined : "auto"}
        {...native}
        {...field.control}
        defaultValue={field.text}
        className={clsx("field", mono && "font-mono")}
      />
    </FieldFrame>
  );
}
