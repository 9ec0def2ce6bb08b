import * as z from "zod";
import { type Micros, parseMicros } from "@/lib/foundation/money";

const windows = ["hour", "day", "week", "month", "lifetime"] as const;

/** Empty: no such limit. */
const amountOrNone = z
  .string()
  .trim()
  .default("")
  .transform((text, ctx): Micros | null => {
    if (text === "") return null;
    const amount = parseMicros(text);
    if (amount !== undefined && amount >= 0n) return amount;
    ctx.addIssue({ code: "custom", message: "amount" });
    return z.NEVER;
  });

const bounds = {
  per: z.enum(windows, "chooseOne"),
  soft: amountOrNone,
  hard: amountOrNone,
  stops: z.enum(["new", "all"], "chooseOne").default("new"),
};
const inOrder = ({ soft, hard }: { soft: Micros | null; hard: Micros | null }) =>
  soft === null || hard === null || soft <= hard;
const outOfOrder = { path: ["soft"], error: "softAboveHard" };

export const SetSpendLimitInput = z
  .strictObject({
    /** Of the whole account where it is empty. */
    subAccountName: z.string().trim().max(64).default(""),
    ...bounds,
  })
  .refine(({ soft, hard }) => soft !== null || hard !== null, { path: ["hard"], error: "required" })
  .refine(inOrder, outOfOrder);
export type SetSpendLimitInput = z.output<typeof SetSpendLimitInput>;

export const SetDefaultLimitInput = z.strictObject(bounds).refine(inOrder, outOfOrder);
export type SetDefaultLimitInput = z.output<typeof SetDefaultLimitInput>;

export const RemoveSpendLimitInput = z.strictObject({ id: z.uuid() });
export type RemoveSpendLimitInput = z.output<typeof RemoveSpendLimitInput>;
