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

/** One line is always there: the hint keeps its room while the error stands in its place, so nothing moves. */
export function FieldMessage({ id, hint, messages }: Props) {
  const errorText = useErrorText();
  return (
    <p id={id} className="field-message">
      <span className={messages.length > 0 ? "invisible" : undefined}>{hint}</span>
      {messages.length > 0 ? (
        <span className="field-error">
          <CircleAlert aria-hidden="true" className="icon" />
          <span>{messages.map(errorText).join(" ")}</span>
        </span>
      ) : null}
    </p>
  );
}
