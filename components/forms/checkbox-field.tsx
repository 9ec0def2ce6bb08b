"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { FieldMessage } from "./field-message";
import { useFormContext } from "./form-context";
import { useField } from "./use-field";

interface Props {
  name: string;
  label?: string;
  hint?: ReactNode;
  required?: boolean;
  className?: string;
  onChecked?: (checked: boolean) => void;
}

/** Sends `on` or nothing; the page's `initial` and a refused attempt's value say `on` when it is ticked. */
export function CheckboxField({ name, label, hint, required, className, onChecked }: Props) {
  const field = useField(name, label);
  const { state } = useFormContext();
  // After a refused attempt a missing value means "unticked", not "never asked".
  const ticked = state.attempt > 0 ? state.values[name] === "on" : field.text === "on";
  return (
    <div className={clsx("field-frame", className)}>
      <label className="choice" htmlFor={field.id}>
        <input
          type="checkbox"
          {...field.control}
          value="on"
          defaultChecked={ticked}
          required={required}
          className="choice-box"
          onChange={(event) => {
            field.control.onChange(event);
            onChecked?.(event.target.checked);
          }}
        />
        <span>{field.label}</span>
      </label>
      <FieldMessage id={`${field.id}-message`} hint={hint} messages={field.messages} />
    </div>
  );
}
