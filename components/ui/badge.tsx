import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./tone";

interface Props {
  tone?: Tone;
  icon?: LucideIcon;
  /** The soft background: page headers and banners only, never tables. */
  soft?: boolean;
  children: ReactNode;
}

/** A state is a word; the icon and the colour repeat it. */
export function Badge({ tone = "plain", icon: Icon, soft, children }: Props) {
  return (
    <span className={clsx("badge", `tone-${tone}`, soft && "badge-soft")}>
      {Icon ? <Icon aria-hidden="true" className="icon" /> : null}
      {children}
    </span>
  );
}
