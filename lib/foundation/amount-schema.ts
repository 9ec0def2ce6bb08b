import * as z from "zod";
import { type Micros, parseMicros } from "./money";

/** A decimal with at most six digits after the point; thousands and more than ten million million are no amount. */
export const amountText = z
  .string("required")
  .trim()
  .min(1, "required")
  .transform((text, ctx): Micros => {
    const amount = parseMicros(text);
    if (amount !== undefined) return amount;
    ctx.addIssue({ code: "custom", message: "amount" });
    return z.NEVER;
  });
/** The same above zero. */
export const positiveAmount = amountText.refine((amount) => amount > 0n, "amountPositive");
