import clsx from "clsx";

/** One `primary` per view. `danger` is outlined; `final` is filled and stands on the last step only. */
export type ButtonVariant = "primary" | "secondary" | "danger" | "final" | "link";

const classOf: Record<ButtonVariant, string> = {
  primary: "btn btn-primary",
  secondary: "btn btn-secondary",
  danger: "btn btn-danger",
  final: "btn btn-final",
  link: "btn-link",
};

export function buttonClass(variant: ButtonVariant, className?: string): string {
  return clsx(classOf[variant], className);
}
