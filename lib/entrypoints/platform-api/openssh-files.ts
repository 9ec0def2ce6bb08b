import "server-only";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../integrations/openssh/", import.meta.url));
const names = new Set([
  ...["install.sh", "espalier-keys", "espalier-report-logins"],
  ...["50-espalier.conf", "espalier-logins.service", "README.md"],
]);

/** What is installed on a server, for anybody: the scripts hold no secret. Undefined for any other name. */
export function opensshFile(name: string): Response | undefined {
  if (!names.has(name)) return undefined;
  return new Response(readFileSync(`${folder}${name}`, "utf8"), {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache" },
  });
}
