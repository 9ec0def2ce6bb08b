import "server-only";
import { securityHeaders } from "@/lib/foundation/security-headers";

/** For answers that bring no policy of their own: they show nothing, load nothing, send nothing. */
const closedPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The headers that no answer leaves the door without. */
export function headerFloor(origin: string): [name: string, value: string][] {
  return Object.entries({ ...securityHeaders(origin), "Content-Security-Policy": closedPolicy });
}
