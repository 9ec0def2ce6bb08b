"use client";

import { type FormEvent, startTransition, useActionState, useMemo, useRef, useState } from "react";
import { type FieldErrors, useForm } from "react-hook-form";
import * as z from "zod";
import { emptyFormState, type FormAction, type FormMessage } from "@/lib/foundation/form-state";
import { checkFormText } from "./check-form-text";
import type { FormHandle } from "./form-context";
import { submitterOf } from "./submitter-of";

// Zod's compiled parsers need `new Function`, which the Content-Security-Policy forbids and reports.
z.config({ jitless: true });

type Values = Record<string, unknown>;

/** One schema, one action: checked here on blur and on submit, and again by the server, which alone decides. */
export function useActionForm(schema: z.ZodType, action: FormAction, initial: Record<string, string> = {}): FormHandle {
  const [state, formAction, pending] = useActionState(action, emptyFormState);
  const [refusedHere, setRefusedHere] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  const pressed = useRef<HTMLElement>(null);
  // By identity: a new object on every render would wipe what the browser found (ux.md, trap 5).
  const serverErrors = useMemo(() => toFieldErrors(state.fieldErrors), [state]);
  // No defaultValues: the fields' own text is read, so that what was typed before hydration stays.
  const form = useForm<Values>({
    mode: "onTouched",
    shouldFocusError: false,
    errors: serverErrors,
    resolver: (values) => {
      const found = element.current ? checkFormText(schema, element.current, pressed.current) : {};
      return Object.keys(found).length === 0 ? { values, errors: {} } : { values: {}, errors: toFieldErrors(found) };
    },
  });

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const submitter = submitterOf(event);
    if (submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (pending) return;
    pressed.current = submitter;
    const sent = event.currentTarget;
    void form.handleSubmit(
      () => startTransition(() => formAction(new FormData(sent, submitter))),
      () => setRefusedHere((times) => times + 1),
    )(event);
  };

  return {
    formProps: { ref: element, action: formAction, onSubmit },
    state,
    initial,
    errors: fromFieldErrors(form.formState.errors),
    refusals: refusedHere + state.attempt,
    pending,
    register: form.register,
  };
}

/** react-hook-form carries one string per field; ours are several keys with parameters. */
function toFieldErrors(found: Record<string, FormMessage[]>): FieldErrors<Values> {
  return Object.fromEntries(
    Object.entries(found).map(([name, messages]) => [name, { type: "refused", message: JSON.stringify(messages) }]),
  );
}

function fromFieldErrors(errors: FieldErrors<Values>): Record<string, FormMessage[]> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([name, error]) =>
      error?.message ? [[name, JSON.parse(String(error.message))]] : [],
    ),
  );
}
