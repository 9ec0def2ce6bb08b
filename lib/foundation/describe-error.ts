import "server-only";

export interface ErrorDescription {
  name: string;
  code?: string;
  constraint?: string;
  /** Where it was thrown, without the message: messages of drivers carry statements and their values. */
  stack?: string[];
  cause?: ErrorDescription;
}

/** What may be logged of an error. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown };
  const stack = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === "string" && { code }),
    ...(typeof constraint === "string" && { constraint }),
    ...(stack && { stack: stack.slice(0, 12).map((line) => line.trim()) }),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}
