import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import { secretKey } from "@/lib/foundation/secrets";
import { equalSecrets } from "@/lib/foundation/tokens";

const principalsMax = 5;

const markOf = (device: string, principal: string) =>
  createHmac("sha256", secretKey("device")).update(`${device}|${principal}`).digest("base64url").slice(0, 22);

/** Whether this person signed in from this browser before. The cookie names nobody: it holds marks only we can make. */
export function isKnownDevice(cookie: string | undefined, principal: string): boolean {
  const [device, ...marks] = cookie?.split(".") ?? [];
  if (!device) return false;
  const wanted = markOf(device, principal);
  return marks.slice(0, principalsMax).some((mark) => equalSecrets(mark, wanted));
}

/** The cookie after a sign-in: the newest five people of this browser. */
export function rememberDevice(cookie: string | undefined, principal: string): string {
  const [known, ...marks] = cookie?.split(".") ?? [];
  const device = known && /^[\w-]{22}$/.test(known) ? known : randomBytes(16).toString("base64url");
  const mark = markOf(device, principal);
  const others = marks.filter((other) => other !== mark && /^[\w-]{22}$/.test(other));
  return [device, mark, ...others].slice(0, principalsMax + 1).join(".");
}
