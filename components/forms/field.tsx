"use client";

import clsx from "clsx";
import type { InputHTMLAttributes, ReactNode } from "react";
import { FieldFrame } from "./field-frame";
import { useField } from "./use-field";

type Native = Omit<
  InputHTMLAttributes<HTMLInputElement>,
  "name" | "id" | "prefix" | "defaultValue" | "value" | "onChange" | "onBlur"
>;

interface Props extends Native {
  name: string;
  label?: string;
  hint?: ReactNode;
  /** Fixed text that belongs to the value, such as `harbor#`. */
  prefix?: ReactNode;
  suffix?: ReactNode;
  /** Identifiers and codes. */
  mono?: boolean;
  onText?: (text: string) => void;
}

export function Field({ name, label, hint, prefix, suffix, mono, className, onText, ...native }: Props) {
  const field = useField(name, label, onText);
  const input = (
    <input
      type="text"
      dir={mono ? undefined : "auto"}
      {...native}
      {...field.control}
      defaultValue={field.text}
      className={clsx("field", mono && "font-mono")}
    />
  );
  return (
    <FieldFrame field={field} hint={hint} required={native.required} className={className}>
      {prefix || suffix ? (
        <div className="field-group">
          {prefix ? <span className="field-affix">{prefix}</span> : null}
          {input}
          {suffix ? <span className="field-affix">{suffix}</span> : null}
        </div>
      ) : (
        input
      )}
    </FieldFrame>
  );
}
