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

const driverLosses = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "CONNECT_TIMEOUT"]);
const socketLosses = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ENOTFOUND", "ETIMEDOUT"]);
/** Shutdown, crash, too many clients, time limits of ours. */
const serverLosses = /^(57P0[1-5]|57014|53300|25P03|55P03|08...)$/;

/** The database is away or too slow, in the driver's words, the socket's or its own. */
export function isDatabaseLoss(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (driverLosses.has(code) || socketLosses.has(code) || serverLosses.test(code)) return true;
  }
  return false;
}
