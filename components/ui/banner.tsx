import clsx from "clsx";
import { CircleCheck, Info, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type BannerTone = "info" | "ok" | "warn" | "danger";

const icons: Record<BannerTone, LucideIcon> = { info: Info, ok: CircleCheck, warn: TriangleAlert, danger: OctagonX };

interface Props {
  tone?: BannerTone;
  title?: ReactNode;
  /** A link or a small form: what to do about it. */
  action?: ReactNode;
  /** `status` for what was just done (flash), `alert` for a failure; without it the banner is part of the page. */
  role?: "status" | "alert";
  children?: ReactNode;
}

export function Banner({ tone = "info", title, action, role, children }: Props) {
  const Icon = icons[tone];
  return (
    <div className={clsx("banner", `tone-${tone}`)} role={role}>
      <Icon aria-hidden="true" className="icon" />
      <div className="banner-text">
        {title ? <p className="banner-title">{title}</p> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action ? <div className="banner-action">{action}</div> : null}
    </div>
  );
}
