"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type InputHTMLAttributes, type KeyboardEvent, type ReactNode, useState } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";
import { FieldFrame } from "./field-frame";
import { useFormContext } from "./form-context";
import { useField } from "./use-field";

type Native = Omit<
  InputHTMLAttributes<HTMLInputElement>,
  "name" | "id" | "type" | "defaultValue" | "value" | "onChange" | "onBlur" | "autoComplete"
>;

interface Props extends Native {
  name: string;
  label?: string;
  hint?: ReactNode;
  autoComplete: "current-password" | "new-password" | "off";
  onText?: (text: string) => void;
}

/** Never filled in by us: neither from the page nor from a refused attempt. */
export function PasswordField({ name, label, hint, className, onText, ...native }: Props) {
  const field = useField(name, label, onText);
  const t = useTranslations("common");
  const hydrated = useHydrated();
  const { pending } = useFormContext();
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const readCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  const visible = shown && !pending;
  return (
    <FieldFrame
      field={field}
      hint={capsLock ? <span className="text-warn">{t("capsLock")}</span> : hint}
      required={native.required}
      className={className}
    >
      <div className="field-group">
        <input
          {...native}
          {...field.control}
          type={visible ? "text" : "password"}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          className="field"
          onKeyDown={readCapsLock}
          onKeyUp={readCapsLock}
        />
        {hydrated ? (
          <button
            type="button"
            className="field-toggle"
            aria-label={t(visible ? "hidePassword" : "showPassword")}
            aria-controls={field.id}
            onClick={() => setShown(!shown)}
          >
            {visible ? <EyeOff aria-hidden="true" className="icon" /> : <Eye aria-hidden="true" className="icon" />}
          </button>
        ) : null}
      </div>
    </FieldFrame>
  );
}
