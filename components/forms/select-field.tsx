"use client";

import type { ReactNode, SelectHTMLAttributes } from "react";
import { FieldFrame } from "./field-frame";
import { useField } from "./use-field";

type Native = Omit<
  SelectHTMLAttributes<HTMLSelectElement>,
  "name" | "id" | "defaultValue" | "value" | "onChange" | "onBlur" | "multiple"
>;

interface Props extends Native {
  name: string;
  label?: string;
  hint?: ReactNode;
  options: { value: string; label: string }[];
  onText?: (text: string) => void;
}

export function SelectField({ name, label, hint, options, className, onText, ...native }: Props) {
  const field = useField(name, label, onText);
  return (
    <FieldFrame field={field} hint={hint} required={native.required} className={className}>
      <select {...native} {...field.control} defaultValue={field.text} className="field">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
