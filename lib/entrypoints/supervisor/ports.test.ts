import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findPrivatePort, requirePublicPort } from "./ports";

test("a private port can be listened on", async () => {
  const server = createServer().listen(await findPrivatePort(), "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
});

test("a predecessor that is leaving the public port is waited for", async () => {
  const port = await findPrivatePort();
  const predecessor = createServer().listen(port, "127.0.0.1");
  await once(predecessor, "listening");
  setTimeout(() => predecessor.close(), 300);
  await requirePublicPort("127.0.0.1", port);
});

test("an address this machine does not have is refused at once, with the way out", async () => {
  await expect(requirePublicPort("192.0.2.1", 3000)).rejects.toThrow("Set HOST and PORT");
});
