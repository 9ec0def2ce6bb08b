import type { ReactNode } from "react";
import { Logo } from "@/components/ui/logo";
import { SkipLink } from "./skip-link";

interface Props {
  /** Ways out. Plain `<a>`: a full page load forgets a secret, the router's memory does not. */
  exits?: { href: string; label: string }[];
  children: ReactNode;
}

/** For pages that show a secret once, and for answers outside the shell: no side navigation, no client-side way out. */
export function PlainLayout({ exits = [], children }: Props) {
  return (
    <div className="plain">
      <SkipLink />
      <header className="plain-header">
        <Logo />
        {exits.length > 0 ? (
          <ul>
            {exits.map((exit) => (
              <li key={exit.href}>
                <a href={exit.href} className="btn-link">
                  {exit.label}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </header>
      <main id="content" tabIndex={-1} className="plain-main">
        {children}
      </main>
    </div>
  );
}
