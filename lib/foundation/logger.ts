import "server-only";
import pino, { type DestinationStream, type Logger } from "pino";
import { describeError } from "./describe-error";

/** What may stand in a log line; every other field is dropped, so that no value of a customer gets there by accident. */
const allowedFields = new Set([
  "accountId",
  "action",
  "actor",
  "attempt",
  "code",
  "count",
  "durationMs",
  "errorId",
  "exitCode",
  "faults",
  "job",
  "jobId",
  "method",
  "operatorId",
  "port",
  "process",
  "reason",
  "requestId",
  "resourceId",
  "result",
  "route",
  "serviceKeyId",
  "sessionId",
  "signal",
  "status",
  "subAccountId",
  "table",
]);

/** JSON lines on standard error, in UTC. Pass facts as fields and say the rest in a fixed sentence. */
export const logger: Logger = createLogger(pino.destination({ dest: 2, sync: true }));

export function createLogger(destination: DestinationStream): Logger {
  return pino(
    {
      level: "info",
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) =>
          Object.fromEntries(
            Object.entries(fields).flatMap(([name, value]) => {
              if (name === "err") return [[name, describeError(value)]];
              return allowedFields.has(name) ? [[name, value]] : [];
            }),
          ),
      },
      // pino copies an error's message to `msg` when none is given; messages of drivers carry statements and values.
      hooks: {
        logMethod(args, method) {
          const [fields, sentence] = args as [unknown, string?];
          if (typeof fields === "string") return method.call(this, fields);
          return method.call(this, fields instanceof Error ? { err: fields } : fields, sentence ?? "");
        },
      },
    },
    destination,
  );
}
