import { createServer, type IncomingMessage } from "node:http";
import { readSignature } from "@/lib/domain/access-keys/read-signature";
import { verifySignature } from "@/lib/domain/access-keys/verify-signature";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { ramApi } from "@/lib/entrypoints/ram-api/ram-api";
import { readRamRequest } from "@/lib/entrypoints/ram-api/read-ram-request";

/** The same reading, hashing and signing as a signed call, with a secret that no key has and no database. */
async function cryptoAlone(incoming: IncomingMessage): Promise<void> {
  const request = await readRamRequest(incoming);
  const claimed = readSignature(request);
  if ("fault" in claimed) throw new Error(claimed.fault);
  const host = request.headers.get("host") ?? "";
  verifySignature(request, claimed, {
    secret: "espsk_none",
    now: new Date(),
    hosts: [host, host.replace(/:\d+$/, "")],
  });
}

createServer((request, response) => {
  if (request.url === "/ping") return void response.end(".");
  if (request.url?.startsWith("/api/platform/")) return void platformApi.answer(request, response);
  if (!request.url?.startsWith("/crypto")) return void ramApi.answer(request, response);
  cryptoAlone(request).then(
    () => response.end("."),
    () => response.writeHead(500).end("."),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
