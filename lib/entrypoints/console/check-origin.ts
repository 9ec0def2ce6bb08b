import { isLoopbackHost } from "@/lib/foundation/loopback";

/**
 * Whether a state-changing request comes from our own pages (security.md 1.7). On loopback the names of this machine
 * count as one; a missing Origin is excused only by the browser's own word that the request is same-origin.
 */
export function isOwnOrigin(own: string, origin: string | null, fetchSite: string | null): boolean {
  if (origin === null) return fetchSite === "same-origin";
  if (origin === own) return true;
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) return false;
  const [given, wanted] = [new URL(origin), new URL(own)];
  return (
    given.protocol === wanted.protocol &&
    given.port === wanted.port &&
    isLoopbackHost(given.hostname) &&
    isLoopbackHost(wanted.hostname)
  );
}
