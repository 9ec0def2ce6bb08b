import type { ReactNode } from "react";
import { Logo } from "./logo";

interface Props {
  title: ReactNode;
  /** A `<QrCode>`. */
  code?: ReactNode;
  /** A `<DefinitionList>`. */
  children: ReactNode;
  footer?: ReactNode;
}

/** A card that is handed over: printed, it stands alone on the paper and in light colours. */
export function PrintCard({ title, code, children, footer }: Props) {
  return (
    <article className="print-card">
      <header>
        <Logo />
        <h2>{title}</h2>
      </header>
      <div className="print-card-body">
        <div>{children}</div>
        {code}
      </div>
      {footer ? <footer>{footer}</footer> : null}
    </article>
  );
}
