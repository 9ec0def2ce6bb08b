import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseDatabaseUrl } from "@/db/database-url";

export interface DatabaseProxy {
  /** The same database, through the proxy. */
  url: string;
  /** Statements that crossed since the last call, as SQL text. */
  takeStatements(): string[];
  /** What happens to bytes on the way; undefined lets them pass. */
  behave(change: Partial<Behaviour>): void;
  /** Cuts every connection at once, with RST where the system has it. */
  reset(): void;
  open(): number;
  close(): Promise<void>;
}

interface Behaviour {
  /** Nothing passes any more, and nobody is told: a peer that vanished. */
  silent: boolean;
  latencyMs: number;
  /** Bytes per write, each 5 ms apart. */
  drip: number | undefined;
  /** The next so many answers to COMMIT are swallowed and their connection cut. */
  loseCommits: number;
}

const quiet: Behaviour = { silent: false, latencyMs: 0, drip: undefined, loseCommits: 0 };

/** Between the code under test and PostgreSQL: it counts statements, delays, drips, cuts and loses answers. */
export async function openDatabaseProxy(url: string): Promise<DatabaseProxy> {
  const target = parseDatabaseUrl(url);
  const behaviour = { ...quiet };
  const statements: string[] = [];
  const links = new Set<{ client: net.Socket; server: net.Socket }>();

  const listener = net.createServer((client) => {
    const server = target.socketPath
      ? net.connect(target.socketPath)
      : net.connect(target.port, target.host ?? "127.0.0.1");
    const link = { client, server };
    links.add(link);
    let losing = false;
    const watch = statementReader((text) => {
      statements.push(text);
      if (/^commit\b/i.test(text) && behaviour.loseCommits > 0) {
        behaviour.loseCommits -= 1;
        losing = true;
      }
    });
    const end = () => {
      links.delete(link);
      client.destroy();
      server.destroy();
    };
    const forward = (from: net.Socket, to: net.Socket, look: (bytes: Buffer) => boolean) => {
      let turn = Promise.resolve();
      from.on("data", (bytes) => {
        if (behaviour.silent || !look(bytes)) return;
        turn = turn.then(() => deliver(to, bytes, behaviour));
      });
      from.on("error", end);
      from.on("close", end);
    };
    forward(client, server, (bytes) => {
      watch(bytes);
      return true;
    });
    forward(server, client, () => {
      if (!losing) return true;
      // The server answered, so the transaction is committed: only the answer is lost.
      end();
      return false;
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const through = new URL(url);
  through.searchParams.delete("host");
  through.host = `127.0.0.1:${address.port}`;

  return {
    url: through.href,
    takeStatements: () => statements.splice(0),
    behave: (change) => Object.assign(behaviour, change),
    reset: () => {
      for (const { client, server } of links) {
        client.resetAndDestroy();
        server.destroy();
      }
      links.clear();
    },
    open: () => links.size,
    async close() {
      for (const { client, server } of links) {
        client.destroy();
        server.destroy();
      }
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function deliver(to: net.Socket, bytes: Buffer, { latencyMs, drip }: Behaviour): Promise<void> {
  if (latencyMs > 0) await sleep(latencyMs);
  if (drip === undefined) {
    to.write(bytes);
    return;
  }
  for (let at = 0; at < bytes.length && !to.destroyed; at += drip) {
    to.write(bytes.subarray(at, at + drip));
    await sleep(5);
  }
}

/** Reads the frontend's messages: simple queries, and executions of prepared statements by their text. */
function statementReader(found: (sql: string) => void): (bytes: Buffer) => void {
  const prepared = new Map<string, string>();
  let waiting = Buffer.alloc(0);
  let started = false;
  let bound = "";
  const word = (body: Buffer, from = 0) => body.toString("utf8", from, body.indexOf(0, from));

  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    if (!started) {
      if (waiting.length < 4 || waiting.length < waiting.readInt32BE(0)) return;
      waiting = waiting.subarray(waiting.readInt32BE(0));
      started = true;
    }
    while (waiting.length >= 5 && waiting.length > waiting.readInt32BE(1)) {
      const kind = String.fromCharCode(waiting.readUInt8(0));
      const body = waiting.subarray(5, waiting.readInt32BE(1) + 1);
      waiting = waiting.subarray(waiting.readInt32BE(1) + 1);
      if (kind === "Q") found(word(body));
      else if (kind === "P") prepared.set(word(body), word(body, body.indexOf(0) + 1));
      else if (kind === "B") bound = prepared.get(word(body, body.indexOf(0) + 1)) ?? "";
      else if (kind === "E") found(bound);
    }
  };
}
