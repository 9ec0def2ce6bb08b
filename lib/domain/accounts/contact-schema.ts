import * as z from "zod";

/** RFC 5321 §4.5.3.1: the path of 256 octets has two angle brackets, the local part 64. */
const maximumEmail = 254;
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const emailShape = new RegExp(
  `^[a-z0-9_'+&/=~-]+(?:\\.[a-z0-9_'+&/=~-]+)*@(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`,
);
/** NFKC would turn them into a real @ behind the back of whoever read the address (GHSA-7rqj-j65f-68wh). */
const lookAlikeAt = /[\uFF20\uFE6B]/;

/** Exactly one plain address, in lower case: what is compared, stored and written to is the same text. */
export const Email = z.string("required").transform((typed, ctx) => {
  const trimmed = typed.trim();
  if (trimmed === "") return refuse(ctx, { message: "required" });
  if (trimmed.length > maximumEmail) return refuse(ctx, { message: "tooLong", params: { max: maximumEmail } });
  const email = trimmed.normalize("NFKC").toLowerCase();
  const valid = !lookAlikeAt.test(trimmed) && email.length <= maximumEmail && emailShape.test(email);
  return valid && email.indexOf("@") <= 64 ? email : refuse(ctx, { message: "email" });
});

/**
 * Digits with an optional + and the usual separators, which are taken out; E.164 allows 15 digits. Whether the number
 * can exist is for the server (`normalizePhone`): its tables are too large for a page.
 */
export const Phone = z.string("required").transform((typed, ctx) => {
  if (typed.trim() === "") return refuse(ctx, { message: "required" });
  if (typed.length > 40) return refuse(ctx, { message: "phone" });
  const phone = typed.normalize("NFKC").replace(/[ ().-]/g, "");
  return /^\+?\d{6,15}$/.test(phone) ? phone : refuse(ctx, { message: "phone" });
});

function refuse(ctx: z.core.$RefinementCtx, issue: { message: string; params?: Record<string, number> }) {
  ctx.addIssue({ code: "custom", ...issue });
  return z.NEVER;
}
