"use client";

import clsx from "clsx";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { closeUp } from "./close-up";
import { copyText } from "./copy-text";
import { useHydrated } from "./use-hydrated";

interface Props {
  text: string;
  /** Names what is copied: "Copy {what}". */
  what: string;
  /** Only the icon; the words stay for assistive technology. */
  compact?: boolean;
  className?: string;
  children?: ReactNode;
}

/** Says "Copied" in a live region; where the browser refuses, the text is left selected and the keys are named. */
export function CopyButton({ text, what, compact, className, children }: Props) {
  const t = useTranslations("common");
  const hydrated = useHydrated();
  const [result, setResult] = useState<"idle" | "copied" | "selected">("idle");
  const fallback = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    if (result !== "copied") return;
    const timer = setTimeout(() => setResult("idle"), 6000);
    return () => clearTimeout(timer);
  }, [result]);

  const onClick = async () => setResult(await copyText(text, fallback.current));

  const done = result === "copied";
  const label = closeUp(t("copyOf", { what }));
  return (
    <span className={clsx("copy", className)}>
      <button
        type="button"
        className={clsx(compact ? "copy-compact" : "btn btn-secondary", hydrated || "invisible")}
        aria-label={compact ? label : undefined}
        onClick={() => void onClick()}
      >
        {done ? <Check aria-hidden="true" className="icon" /> : <Copy aria-hidden="true" className="icon" />}
        {compact ? null : <span data-copied={done ? t("copied") : undefined}>{children ?? label}</span>}
      </button>
      <span role="status" className={done ? (compact ? "copy-said" : "sr-only") : "copy-status"}>
        {done ? t("copied") : result === "selected" ? t("copySelected") : ""}
      </span>
      <span ref={fallback} className="copy-fallback" hidden={result !== "selected"}>
        {text}
      </span>
    </span>
  );
}
