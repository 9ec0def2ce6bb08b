"use client";

import type { ReactNode } from "react";
import type { FormAction } from "@/lib/foundation/form-state";
import { ActionForm } from "./action-form";
import { usePlainForm } from "./use-plain-form";

interface Props {
  action: FormAction;
  labels: Record<string, string>;
  initial?: Record<string, string> | undefined;
  idempotencyKey?: string | undefined;
  id?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A server page can write this form whole: the fields inside need no client file of their own. */
export function PlainForm({ action, initial, ...rest }: Props) {
  return <ActionForm form={usePlainForm(action, initial)} {...rest} />;
}
