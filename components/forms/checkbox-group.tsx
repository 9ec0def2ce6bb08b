"use client";

import { FieldMessage } from "./field-message";
import { useFormContext } from "./form-context";
import { useField } from "./use-field";

interface Props {
  name: string;
  hint?: string;
  options: { value: string; label: string }[];
}

/** Several of a list, sent as one field that repeats; the page's `initial` and a refused attempt's value are lines. */
export function CheckboxGroup({ name, hint, options }: Props) {
  const field = useField(name);
  const { state } = useFormContext();
  // After a refused attempt a missing value means "none ticked", not "never asked".
  const ticked = new Set((state.attempt > 0 ? (state.values[name] ?? "") : field.text).split("\n"));
  const messageId = `${field.id}-message`;
  return (
    <fieldset className="field-frame grid gap-2" aria-describedby={messageId}>
      <legend className="field-label">{field.label}</legend>
      {options.map(({ value, label }, index) => (
        <label key={value} className="choice">
          <input
            type="checkbox"
            // The summary of a refused form leads to the first.
            id={index === 0 ? field.id : undefined}
            name={name}
            value={value}
            defaultChecked={ticked.has(value)}
            aria-invalid={field.messages.length > 0 || undefined}
            className="choice-box"
          />
          <span>{label}</span>
        </label>
      ))}
      <FieldMessage id={messageId} hint={hint} messages={field.messages} />
    </fieldset>
  );
}
