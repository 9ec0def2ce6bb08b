import "server-only";
import { getLocale } from "next-intl/server";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { messagesFor } from "@/lib/foundation/messages";
import { isOwnOrigin } from "./check-origin";

const bodyMax = 4096;

/**
 * The way in for the few plain forms whose answer needs headers of its own: Origin, size and type first, like a
 * `consoleAction`. Works from every page, signed in or not, and without any script.
 */
export function postRoute(
  answer: (form: URLSearchParams, request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { headers } = request;
    if (!isOwnOrigin(env().origin, headers.get("origin"), headers.get("sec-fetch-site"))) return refuse(403);
    // A body of unknown length is refused too, also an empty one: browsers always say how long a form is.
    const length = Number(headers.get("content-length") ?? Number.NaN);
    if (!(length <= bodyMax)) return refuse(413);
    const isForm = headers.get("content-type")?.split(";")[0] === "application/x-www-form-urlencoded";
    if (length > 0 && !isForm) return refuse(415);
    try {
      return await answer(new URLSearchParams(await request.text()), request);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "unavailable") throw error;
      const words = messagesFor(await getLocale()).errors.codes.unavailable;
      return new Response(words, { status: 503, headers: { "Retry-After": "5", "Content-Type": "text/plain" } });
    }
  };
}

const refuse = (status: number) => new Response(null, { status });

/** The browser goes on with a GET. */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { ...headers, Location: path } });
}
