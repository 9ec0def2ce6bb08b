import "server-only";
import type { MachineDoor } from "@/lib/foundation/machine-door";
import { answerRamRequest } from "./answer-ram-request";
import { isRamRequest } from "./is-ram-request";

/** RAM and IMS on `/`, as the front door hands it over. */
export const ramApi: MachineDoor = {
  accepts: isRamRequest,
  async answer(incoming, outgoing) {
    const { status, requestId, body, retryAfter } = await answerRamRequest(incoming);
    // As text it leaves in one piece with the head.
    const text = JSON.stringify(body);
    outgoing.writeHead(status, {
      "content-type": "application/json;charset=utf-8",
      "cache-control": "no-store",
      "x-acs-request-id": requestId,
      "content-length": Buffer.byteLength(text),
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      // What was not read of a body that is too large would be taken for the next request.
      ...(status === 413 && { connection: "close" }),
    });
    outgoing.end(text);
  },
};
