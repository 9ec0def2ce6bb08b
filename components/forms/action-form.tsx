"use client";

import clsx from "clsx";
import { type ReactNode, useMemo } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";
import { ErrorSummary } from "./error-summary";
import { FormContext, type FormHandle } from "./form-context";
import { useKeptForm } from "./kept-form";

interface Props {
  form: FormHandle;
  /** Field name → visible label, in the order of the fields: for the fields themselves and for the summary. */
  labels: Record<string, string>;
  idempotencyKey?: string | undefined;
  /** Needed when a page has two forms with fields of the same name: prefixes the ids. */
  id?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function ActionForm({ form, labels, idempotencyKey, id, className, children }: Props) {
  const hydrated = useHydrated();
  const kept = useKeptForm(id);
  const context = useMemo(
    () => ({ ...form, initial: kept ?? form.initial, labels, prefix: id ? `${id}-` : "" }),
    [form, kept, labels, id],
  );
  return (
    <FormContext value={context}>
      <form
        {...form.formProps}
        id={id}
        className={clsx("form", className)}
        noValidate={hydrated}
        aria-busy={form.pending}
      >
        {id ? <input type="hidden" name="formId" value={id} /> : null}
        {idempotencyKey ? <input type="hidden" name="idempotencyKey" value={idempotencyKey} /> : null}
        <ErrorSummary />
        {children}
      </form>
    </FormContext>
  );
}
