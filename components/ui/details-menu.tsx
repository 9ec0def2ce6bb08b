"use client";

import clsx from "clsx";
import { usePathname } from "next/navigation";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

interface Props {
  /** What the button shows. */
  summary: ReactNode;
  /** Its name when `summary` is only a picture. */
  label?: string;
  className?: string;
  summaryClassName?: string;
  panelClassName?: string;
  children: ReactNode;
}

/** Opens without JavaScript; with it, it also closes: on Escape, on a press or focus elsewhere, on the way to a page. */
export function DetailsMenu({ summary, label, className, summaryClassName, panelClassName, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const path = usePathname();
  const shownOn = useRef(path);

  const close = () => {
    if (details.current) details.current.open = false;
  };

  // Not on the first page: who opened it before any script ran keeps it open.
  useEffect(() => {
    if (path !== shownOn.current && details.current) details.current.open = false;
    shownOn.current = path;
  }, [path]);

  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !details.current?.contains(event.target)) close();
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !details.current?.open) return;
    close();
    details.current.querySelector("summary")?.focus();
  };

  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close();
  };

  return (
    <details ref={details} className={clsx("menu", className)} onKeyDown={onKeyDown} onBlur={onBlur}>
      <summary className={clsx("menu-button", summaryClassName)} aria-label={label}>
        {summary}
      </summary>
      <div className={clsx("menu-panel", panelClassName)}>{children}</div>
    </details>
  );
}
