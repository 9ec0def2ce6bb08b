"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { FormMessage } from "@/lib/foundation/form-state";
import { useErrorText } from "./use-error-text";

interface Props {
  id: string;
  hint?: ReactNode;
  messages: FormMessage[];
}

/** One error at a time is enough to act on. One line is always there: the hint keeps its room while the error stands in its place, so nothing moves. */
export function FieldMessage({ id, hint, messages: [first] }: Props) {
  const errorText = useErrorText();
  return (
    <p id={id} className={hint ? "field-message" : "field-message field-message-bare"}>
      <span className={first ? "invisible" : undefined}>{hint}</span>
      {first ? (
        <span className="field-error">
          <CircleAlert aria-hidden="true" className="icon" />
          <span>{errorText(first)}</span>
        </span>
      ) : null}
    </p>
  );
}
