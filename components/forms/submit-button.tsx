"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-class";
import { useFormContext } from "./form-context";

interface Props {
  variant?: ButtonVariant;
  /** Two buttons of one form differ by `name="intent"` and their value. */
  name?: string;
  value?: string;
  /** For saving what is unfinished where the browser itself checks the form. */
  formNoValidate?: boolean;
  className?: string;
  children: ReactNode;
}

/** Never `disabled`: a disabled button drops the focus. While sending it refuses quietly and says so. */
export function SubmitButton({ variant = "primary", children, ...native }: Props) {
  const { pending } = useFormContext();
  const t = useTranslations("common");
  const refuse = (event: MouseEvent) => {
    if (pending) event.preventDefault();
  };
  return (
    <Button type="submit" variant={variant} aria-disabled={pending || undefined} onClick={refuse} {...native}>
      {pending ? (
        <>
          <LoaderCircle aria-hidden="true" className="icon spinner" />
          {t("working")}
        </>
      ) : (
        children
      )}
    </Button>
  );
}
