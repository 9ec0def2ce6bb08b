import "server-only";

interface ServerError {
  code: string;
  /** The server's own words: for refusals of our functions, which speak in words of ours. */
  message: string;
  severity: string;
  constraint: string | undefined;
}

/** PostgreSQL's own answer inside whatever the query builder wrapped around it; undefined for anything else. */
export function serverError(error: unknown): ServerError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === "PostgresError" && "code" in cause && "severity" in cause) {
      const constraint = "constraint_name" in cause ? String(cause.constraint_name) : undefined;
      return { code: String(cause.code), message: cause.message, severity: String(cause.severity), constraint };
    }
  }
  return undefined;
}

export const isUniqueViolation = (error: unknown): boolean => serverError(error)?.code === "23505";

/** The account's authority changed between the decision and the transaction: decide again. */
export const isStaleAuthority = (error: unknown): boolean => serverError(error)?.code === "40001";
