import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true });

export interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One request over a connection that is kept. The server compresses nothing: the client does not say it could read it. */
export function send(url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error(`${url} did not answer`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The same, for an address that must answer 200. */
export async function get(url: string, cookie?: string): Promise<Answer> {
  const answer = await send(url, cookie ? { headers: { cookie } } : {});
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${answer.body.subarray(0, 200)}`);
  return answer;
}
