"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

interface Props {
  href: string;
  className?: string;
  children: ReactNode;
}

/**
 * Knows by itself whether it is the current place: a layout is not drawn again on the way to another page. Nothing is
 * fetched ahead: every page is drawn for its reader, so a glance at a menu would cost as much as its use.
 */
export function NavLink({ href, className, children }: Props) {
  const path = usePathname();
  const current = path === href ? "page" : path?.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <Link href={href} prefetch={false} aria-current={current} className={className}>
      {children}
    </Link>
  );
}
