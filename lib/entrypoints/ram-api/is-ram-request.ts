import "server-only";
import type { IncomingMessage } from "node:http";

/**
 * Whether a request to `/` is a signed call: clients cannot be taught a path. Forms of ours post `multipart/form-data`
 * or elsewhere, and a browser's `GET /` carries no signature.
 */
export function isRamRequest({ method, url = "", headers }: IncomingMessage): boolean {
  if (!/^\/(?:\?|$)/.test(url)) return false;
  if (headers["x-acs-action"] !== undefined || headers.authorization?.startsWith("ACS3-")) return true;
  if (method === "POST" && headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return true;
  return /[?&]Signature=/.test(url) && /[?&]Action=/.test(url);
}
