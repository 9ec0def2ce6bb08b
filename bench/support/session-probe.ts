import { createServer, type IncomingMessage } from "node:http";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signOut } from "@/lib/domain/sessions/sign-out";
import { requestNow } from "./bench-context";

/** The session check without Next around it: `/ping` does nothing, `/session` checks, `/end` signs out. */
async function answer({ url, headers }: IncomingMessage): Promise<number> {
  if (url === "/ping") return 200;
  const resumed = await resumeSession(headers.cookie?.split("=")[1] ?? "", requestNow());
  if (resumed?.kind !== "account") return 401;
  if (url === "/end") await signOut(resumed.ctx);
  return 200;
}

createServer((request, response) => {
  answer(request).then(
    (status) => response.writeHead(status).end("."),
    () => response.writeHead(500).end("."),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
