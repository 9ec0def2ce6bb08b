import "server-only";
import type { ParseArgsConfig } from "node:util";
import type * as z from "zod";
import { DomainError } from "@/lib/foundation/errors";
import type { OpenDatabase } from "./open-database";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

interface Answer {
  /** What `--json` prints: one object. */
  json: Record<string, unknown>;
  /** What a person reads. */
  text: string;
  /** It did what it was asked, and what it found is a fault: the shell is told. */
  foundFault?: boolean;
}

/** One `<noun> <verb>` of the command line. */
export interface Command {
  usage: string;
  options: Options;
  /** What must be so before any database is opened, or made. */
  before?(values: Values): Promise<void>;
  run(values: Values, database: OpenDatabase): Promise<Answer>;
}

/** Reads the flags by the verb's own schema; throws `invalid-input` naming the flag. */
export function readFlags<S extends z.ZodType>(schema: S, flags: Record<string, unknown>): z.output<S> {
  const parsed = schema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DomainError("invalid-input", "flag", {
    reason: issue?.message ?? "invalid",
    details: { field: String(issue?.path[0] ?? "") },
  });
}
