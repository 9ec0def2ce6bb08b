import "server-only";
import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { logger } from "@/lib/foundation/logger";
import type { MachineDoor } from "@/lib/foundation/machine-door";
import { policyReportsPath } from "@/lib/foundation/security-headers";

const bytesMax = 16_384;
/** Anybody may post here: enough to see that a page is broken, too little to fill a log. */
const perMinuteMax = 30;

/** What browsers send (Reporting API): who was blocked is a customer's address and is not kept. */
const Reports = z.array(
  z.looseObject({ body: z.looseObject({ effectiveDirective: z.string().regex(/^[a-z-]{1,40}$/) }) }),
);

/** Takes browsers' reports of what the Content-Security-Policy blocked; each is one line in the log. */
export function policyReports(now: () => number = Date.now): MachineDoor {
  let minute = 0;
  let count = 0;
  const isWelcome = () => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) [minute, count] = [current, 0];
    return count++ < perMinuteMax;
  };
  return {
    accepts: ({ method, url }) => method === "POST" && url === policyReportsPath,
    async answer(request, response) {
      const text = await readText(request);
      if (text === undefined) return void response.writeHead(413, { "Content-Length": 0 }).end();
      if (isWelcome()) for (const reason of directivesIn(text)) logger.warn({ reason }, "a page broke its policy");
      response.writeHead(204).end();
    },
  };
}

function directivesIn(text: string): string[] {
  try {
    return Reports.parse(JSON.parse(text)).map(({ body }) => body.effectiveDirective);
  } catch {
    return [];
  }
}

/** The body as text, read to its end; undefined where it is larger than any report. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= bytesMax) parts.push(part);
  }
  return bytes > bytesMax ? undefined : Buffer.concat(parts).toString("utf8");
}
