import * as z from "zod";
import { hardEffects, softEffects } from "@/db/schema/spend-limits";
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
  onSoft: z.enum(softEffects, "chooseOne").default("tell"),
  stops: z.enum(hardEffects, "chooseOne").default("new"),
};
interface Bounds {
  soft: Micros | null;
  hard: Micros | null;
}
export const isInOrder = ({ soft, hard }: Bounds) => soft === null || hard === null || soft <= hard;
export const outOfOrder = { path: ["soft"], error: "softAboveHard" };
/** Asked beyond an amount; without one it would be always or never. */
export const mayAsk = ({ soft, onSoft }: { soft: Micros | null; onSoft: "tell" | "ask" }) =>
  onSoft === "tell" || soft !== null;
export const asksFromNowhere = { path: ["soft"], error: "askAmount" };

/** Of the whole account where it is empty. */
const subAccountName = z.string().trim().max(64).default("");

const isSome = ({ soft, hard }: Bounds) => soft !== null || hard !== null;
const missing = { path: ["hard"], error: "required" };

export const SetSpendLimitInput = z
  .strictObject({
    subAccountName,
    ...bounds,
    /** A limit that is tried is not set: its page says what it would have done. */
    intent: z.enum(["set", "try"], "chooseOne").default("set"),
  })
  .refine(isSome, missing)
  .refine(mayAsk, asksFromNowhere)
  .refine(isInOrder, outOfOrder);
export type SetSpendLimitInput = z.output<typeof SetSpendLimitInput>;

/** A limit that an address proposes, to be looked at before it is set. */
export const ReplayLimitInput = z
  .object({ subAccountName, ...bounds })
  .refine(isSome, missing)
  .refine(mayAsk, asksFromNowhere)
  .refine(isInOrder, outOfOrder);
export type ReplayLimitInput = z.output<typeof ReplayLimitInput>;

export const SetDefaultLimitInput = z
  .strictObject(bounds)
  .refine(mayAsk, asksFromNowhere)
  .refine(isInOrder, outOfOrder);
export type SetDefaultLimitInput = z.output<typeof SetDefaultLimitInput>;

/** The caller says no more than that it wants one. */
export const TestAlertInput = z.strictObject({});

export const RemoveSpendLimitInput = z.strictObject({ id: z.uuid() });
export type RemoveSpendLimitInput = z.output<typeof RemoveSpendLimitInput>;

export const ApproveSpendInput = z.strictObject({
  id: z.uuid(),
  /** The amount that was seen to be passed: a limit that was changed meanwhile is another question. */
  soft: z.string().regex(/^\d{1,19}$/),
  intent: z.enum(["approve", "withdraw"], "chooseOne"),
});
export type ApproveSpendInput = z.output<typeof ApproveSpendInput>;
