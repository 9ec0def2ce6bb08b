"use client";

import { type FormEvent, startTransition, useActionState, useRef } from "react";
import { emptyFormState, type FormAction } from "@/lib/foundation/form-state";
import type { FormHandle } from "./form-context";
import { submitterOf } from "./submitter-of";

/** A form without rules in the browser: for one or two fields, and for pages that must stay light. */
export function usePlainForm(action: FormAction, initial: Record<string, string> = {}): FormHandle {
  const [state, formAction, pending] = useActionState(action, emptyFormState);
  const element = useRef<HTMLFormElement>(null);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    const submitter = submitterOf(event);
    if (submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget, submitter);
    startTransition(() => formAction(form));
  };

  return {
    formProps: { ref: element, action: formAction, onSubmit },
    state,
    initial,
    errors: state.fieldErrors,
    refusals: state.attempt,
    pending,
  };
}
