import * as z from "zod";

/** PostgreSQL takes neither NUL nor half a surrogate pair, and nothing that can be found has them. */
export const SearchInput = z.object({
  q: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u)
    .catch(""),
});
export type SearchInput = z.output<typeof SearchInput>;
