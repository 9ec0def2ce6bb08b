import { Agent, request } from "node:http";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  cookies: string[];
  body: string;
  location: string;
  ms: number;
}

interface Outgoing {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  cookie?: string;
  body?: string | Uint8Array | FormData | URLSearchParams;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** One request, exactly as told: follows nothing, adds nothing, hides nothing. */
export async function send(
  origin: string,
  { method = "GET", path, headers = {}, cookie, body }: Outgoing,
): Promise<Answer> {
  const encoded = body === undefined ? undefined : new Response(body as BodyInit);
  const bytes = encoded && Buffer.from(await encoded.arrayBuffer());
  const type = typeof body === "string" ? undefined : encoded?.headers.get("content-type");
  const { hostname, port } = new URL(origin);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        method,
        path,
        headers: {
          ...(type && { "content-type": type }),
          ...(bytes && { "content-length": String(bytes.length) }),
          ...(cookie && { cookie }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            cookies: incoming.headers["set-cookie"] ?? [],
            body: text,
            location: incoming.headers.location ?? "",
            ms: performance.now() - started,
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}
