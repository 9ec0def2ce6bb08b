import type { FormEvent } from "react";

/** The button that sent the form; its name and value are part of what is sent. */
export function submitterOf(event: FormEvent<HTMLFormElement>): HTMLElement | null {
  return event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
}
