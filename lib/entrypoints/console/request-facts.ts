import "server-only";
import Bowser from "bowser";
import { headers } from "next/headers";
import { cache } from "react";
import type { RequestFacts } from "@/lib/authorization/context";

export interface RequestOf {
  requestId: string;
  now: Date;
  facts: RequestFacts;
}

/** This request: its id (set by proxy.ts, never the client's), moment and sender (set by the front door). */
export const currentRequest = cache(async (): Promise<RequestOf> => {
  const list = await headers();
  const requestId = list.get("x-espalier-request-id");
  if (!requestId) throw new Error("the request has no id: proxy.ts did not run");
  return {
    requestId,
    now: new Date(),
    facts: {
      ip: list.get("x-forwarded-for") ?? "unknown",
      userAgent: describeBrowser(list.get("user-agent")),
      secureTransport: list.get("x-forwarded-proto") === "https",
    },
  };
});

/** "Edge on Windows": what a person recognises, and nothing a stranger could smuggle in. */
function describeBrowser(userAgent: string | null): string {
  if (!userAgent) return "";
  const { browser, os } = Bowser.parse(userAgent.slice(0, 512));
  return [browser.name, os.name].filter(Boolean).join(" on ").slice(0, 80);
}
