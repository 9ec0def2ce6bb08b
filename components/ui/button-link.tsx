import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonVariant, buttonClass } from "./button-class";

interface Props {
  href: string;
  variant?: ButtonVariant;
  className?: string;
  /** A full page load: downloads, and every way out of a page that shows a secret. */
  hard?: boolean;
  download?: boolean;
  children: ReactNode;
}

export function ButtonLink({ href, variant = "secondary", className, hard, download, children }: Props) {
  const classes = buttonClass(variant, className);
  if (hard || download) {
    return (
      <a href={href} className={classes} download={download}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={classes} prefetch={false}>
      {children}
    </Link>
  );
}
