import "server-only";
import type { DoorRoute } from "./routes";

interface Health {
  readiness: () => Promise<{ ready: boolean; word: string }>;
  isDraining: () => boolean;
}

const methods = ["GET", "HEAD"] as const;

/** `/livez`: this process answers. `/readyz`: send people here. Both say one word; `doctor` tells the details. */
export function healthRoutes({ readiness, isDraining }: Health): DoorRoute[] {
  return [
    { path: "/livez", methods, answer: () => say(200, "alive") },
    {
      path: "/readyz",
      methods,
      answer: async () => {
        if (isDraining()) return say(503, "draining");
        const { ready, word } = await readiness();
        return say(ready ? 200 : 503, word);
      },
    },
  ];
}

function say(status: number, word: string): Response {
  return new Response(`${word}\n`, { status, headers: { "Cache-Control": "no-store" } });
}
