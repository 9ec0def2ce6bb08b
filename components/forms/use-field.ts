"use client";

import type { ChangeEvent, FocusEvent, RefCallback } from "react";
import type { FormMessage } from "@/lib/foundation/form-state";
import { useFormContext } from "./form-context";

type FieldElement = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface FieldHandle {
  id: string;
  label: string;
  /** What stands in it first: what was typed before, else what the page gave. */
  text: string;
  messages: FormMessage[];
  control: {
    id: string;
    name: string;
    ref: RefCallback<FieldElement> | undefined;
    onChange: (event: ChangeEvent<FieldElement>) => void;
    onBlur: (event: FocusEvent<FieldElement>) => void;
    "aria-invalid": true | undefined;
    "aria-describedby": string;
  };
}

/** Joins one control to its form: name, id, first value, findings, and the listeners of the browser-side check. */
export function useField(name: string, label?: string, onText?: (text: string) => void): FieldHandle {
  const { errors, initial, labels, prefix, register, state } = useFormContext();
  const registered = register?.(name);
  const id = `${prefix}${name}`;
  const messages = errors[name] ?? [];
  return {
    id,
    label: label ?? labels[name] ?? name,
    text: state.values[name] ?? initial[name] ?? "",
    messages,
    control: {
      id,
      name,
      ref: registered?.ref,
      onChange: (event) => {
        void registered?.onChange(event);
        onText?.(event.target.value);
      },
      onBlur: (event) => void registered?.onBlur(event),
      "aria-invalid": messages.length > 0 || undefined,
      "aria-describedby": `${id}-message`,
    },
  };
}
