import "server-only";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A free port of 127.0.0.1 that stays ours across restarts: below the range that outgoing connections take theirs
 * from, where another program, or the door's own connection to it, could sit on it meanwhile.
 */
export async function findPrivatePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await findListenFault("127.0.0.1", preferred)) === undefined) return preferred;
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(20_000, 32_000);
    if ((await findListenFault("127.0.0.1", port)) === undefined) return port;
  }
  throw new Error("127.0.0.1 has no free port between 20000 and 32000.");
}

/** How a process of this machine reaches what listens there. */
export function localOrigin(host: string, port: number): string {
  const address = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host] ?? (host.includes(":") ? `[${host}]` : host);
  return `http://${address}:${port}`;
}

/** Throws a readable refusal unless the public address can be had; waits for a predecessor that is just leaving. */
export async function requirePublicPort(host: string, port: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const fault = await findListenFault(host, port);
    if (fault === undefined) return;
    if (attempt === 20 || fault !== "EADDRINUSE") {
      const reason = fault === "EADDRINUSE" ? "another program listens there" : fault;
      throw new Error(
        `Espalier cannot listen on ${host} port ${port}: ${reason}. Set HOST and PORT to a free address.`,
      );
    }
    await sleep(250);
  }
}

function findListenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
