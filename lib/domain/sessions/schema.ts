import * as z from "zod";

/** Whose sessions: a sub-account's, or (empty) one's own. */
const whose = z.union([z.literal(""), z.string().regex(/^[a-z0-9-]{1,49}$/, "nameRule")]);
const sessionId = z.uuid("required");

export const EndSessionInput = z.strictObject({ name: whose, sessionId });
export type EndSessionInput = z.output<typeof EndSessionInput>;

export const EndSessionsInput = z.strictObject({ name: whose, keep: z.enum(["this", "none"]).default("none") });
export type EndSessionsInput = z.output<typeof EndSessionsInput>;

export const EndOperatorSessionsInput = z.strictObject({ sessionId: z.union([z.literal(""), sessionId]) });
export type EndOperatorSessionsInput = z.output<typeof EndOperatorSessionsInput>;
