"use client";

import { createContext, type FormEvent, type RefObject, useContext } from "react";
import type { UseFormRegister } from "react-hook-form";
import type { FormMessage, FormState } from "@/lib/foundation/form-state";

/** What a form hook hands to `ActionForm`: the two ends of one round trip and what came back from the last. */
export interface FormHandle {
  formProps: {
    ref: RefObject<HTMLFormElement | null>;
    action: (form: FormData) => void;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  };
  state: FormState;
  initial: Record<string, string>;
  errors: Record<string, FormMessage[]>;
  /** Grows with every refusal, by the browser or by the server. */
  refusals: number;
  pending: boolean;
  register?: UseFormRegister<Record<string, unknown>>;
}

export interface FormContextValue extends FormHandle {
  labels: Record<string, string>;
  prefix: string;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useFormContext(): FormContextValue {
  const context = useContext(FormContext);
  if (!context) throw new Error("A field stands inside <ActionForm> or <PlainForm>.");
  return context;
}
