"use client";

import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { sheetAsked } from "./sheet-asked";

interface Props {
  /** Where keys are switched on: the way that is left while they are off, or without JavaScript. */
  href: string;
  children: ReactNode;
}

/** The visible way to the sheet of keys. */
export function ShortcutsLink({ href, children }: Props) {
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    // A dialog gives the focus back to where it was; the menu that holds this link closes meanwhile.
    event.currentTarget.closest("details")?.querySelector("summary")?.focus();
    const isShown = !document.dispatchEvent(new Event(sheetAsked, { cancelable: true }));
    if (isShown) event.preventDefault();
  };
  return (
    <Link href={href} prefetch={false} className="menu-item" onClick={onClick}>
      {children}
    </Link>
  );
}
