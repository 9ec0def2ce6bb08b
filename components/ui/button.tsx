import type { ButtonHTMLAttributes } from "react";
import { type ButtonVariant, buttonClass } from "./button-class";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  variant?: ButtonVariant;
}

export function Button({ variant = "secondary", type = "button", className, ...native }: Props) {
  return <button type={type} className={buttonClass(variant, className)} {...native} />;
}
