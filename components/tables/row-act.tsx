import type { ReactNode } from "react";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  action: FormAction;
  id: string;
  label: string;
  /** What the act is done to, for those who hear the button without its row. */
  of: string;
  /** Of an act that must not be done twice by one form. */
  idempotencyKey?: string;
  /** The hidden fields that name it. */
  children: ReactNode;
}

/** What one row can be told to do: a form of a single button. */
export function RowAct({ label, of, children, ...form }: Props) {
  return (
    <PlainForm {...form} labels={{}} className="justify-items-start">
      {children}
      <SubmitButton variant="secondary">
        {label} <span className="sr-only">{of}</span>
      </SubmitButton>
    </PlainForm>
  );
}

/** The head of a column of acts, whose buttons already say what they do. */
export function RowActHead({ children }: { children: ReactNode }) {
  return (
    <th scope="col">
      <span className="sr-only">{children}</span>
    </th>
  );
}
