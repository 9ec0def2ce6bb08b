"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { FieldMessage } from "./field-message";
import { useField } from "./use-field";

interface Props {
  name: string;
  label?: string;
  hint?: ReactNode;
  options: { value: string; label: string; hint?: ReactNode }[];
  required?: boolean;
  className?: string;
  onText?: (text: string) => void;
}

export function RadioField({ name, label, hint, options, required, className, onText }: Props) {
  const field = useField(name, label, onText);
  return (
    <fieldset className={clsx("field-frame", className)} aria-describedby={field.control["aria-describedby"]}>
      <legend className="field-label">{field.label}</legend>
      {options.map((option, index) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            {...field.control}
            id={index === 0 ? field.id : `${field.id}-${option.value}`}
            value={option.value}
            defaultChecked={field.text === option.value}
            required={required}
            className="choice-box"
          />
          <span>
            {option.label}
            {option.hint ? <span className="choice-hint">{option.hint}</span> : null}
          </span>
        </label>
      ))}
      <FieldMessage id={`${field.id}-message`} hint={hint} messages={field.messages} />
    </fieldset>
  );
}
