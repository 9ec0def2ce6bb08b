import * as z from "zod";

const checkbox = z.preprocess((value) => value === "on", z.boolean()).default(false);

/** What somebody wants by mail: one box for each notice that may be switched off, and the language of the mails. */
export const ChooseNoticesInput = z.strictObject({
  "new-device": checkbox,
  "sessions-ended": checkbox,
  "access-key-made": checkbox,
  "ssh-key-expiring": checkbox,
  verification: checkbox,
  money: checkbox,
  locale: z.enum(["en", "zh-CN"]),
});
export type ChooseNoticesInput = z.output<typeof ChooseNoticesInput>;

export const MarkNoticesReadInput = z.strictObject({});

export const NoticeFilter = z.object({ cursor: z.string().max(1024).optional().catch(undefined) });
export type NoticeFilter = z.output<typeof NoticeFilter>;
