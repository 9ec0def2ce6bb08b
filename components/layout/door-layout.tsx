import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/ui/logo";
import { SkipLink } from "./skip-link";

interface Props {
  /** The page's `h1`. */
  title: ReactNode;
  /** Whose door it is: the account's name above the title. */
  owner?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
  /** One line below the form: the other door, a forgotten password. */
  help?: ReactNode;
  /** A `<PreferenceSwitch>`. */
  footer?: ReactNode;
  /** The operator's door: the word under the logo. */
  note?: string;
  /** Forms longer than a sign-in, such as sign-up. */
  wide?: boolean;
}

export function DoorLayout({ title, owner, lead, children, help, footer, note, wide }: Props) {
  return (
    <div className="door" data-wide={wide ? "" : undefined} data-operator={note ? "" : undefined}>
      <SkipLink />
      <header className="door-header">
        <Link href="/" prefetch={false}>
          <Logo {...(note ? { note } : {})} />
        </Link>
      </header>
      <main id="content" tabIndex={-1} className="door-main">
        {owner ? <p className="door-owner">{owner}</p> : null}
        <h1>{title}</h1>
        {lead ? <p className="door-lead">{lead}</p> : null}
        {children}
        {help ? <div className="door-help">{help}</div> : null}
      </main>
      {footer ? <footer className="door-footer">{footer}</footer> : null}
    </div>
  );
}
