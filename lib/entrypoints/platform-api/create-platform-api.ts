import "server-only";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { newId } from "@/lib/foundation/ids";
import type { MachineDoor } from "@/lib/foundation/machine-door";
import { docsPage } from "./docs-page";
import { openapiDocument } from "./openapi-document";
import { opensshFile } from "./openssh-files";
import type { PlatformRoute } from "./platform-route";
import { problemOf, RequestFault } from "./problem";
import { runRoute } from "./run-route";

const base = "/api/platform/v1";

/** `/api/platform/v1/*`, as the front door hands it over. */
export function createPlatformApi(routes: readonly PlatformRoute[]): MachineDoor {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const document = openapiDocument(routes);
  const page = docsPage(document);
  app.get(`${base}/openapi.json`, (c) => c.json(document));
  app.get(`${base}/docs`, () => page());
  app.get(
    `${base}/ssh/files/:name`,
    (c) => opensshFile(c.req.param("name")) ?? refused("no-such-route", `See ${base}/docs.`),
  );
  app.get(base, (c) => c.redirect(`${base}/docs`));
  const methodsOf = new Map<string, Set<string>>();
  for (const route of routes) {
    const path = honoPath(`${base}${route.path}`);
    methodsOf.set(path, (methodsOf.get(path) ?? new Set()).add(route.method.toUpperCase()));
    app.on(route.method.toUpperCase(), path, (c) => {
      const params = c.req.param() as Record<string, string>;
      return answered(route, (requestId) =>
        runRoute(route, { requestId, request: c.req.raw, incoming: c.env.incoming, params }),
      );
    });
  }
  for (const [path, methods] of methodsOf) {
    app.all(path, () => refused("method-not-allowed", `Use ${[...methods].join(" or ")}.`, [...methods].join(", ")));
  }
  app.notFound(() => refused("no-such-route", `See ${base}/openapi.json.`));
  app.onError((error) => problemOf(error, newId()));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return {
    accepts: ({ url = "" }) => url === base || url.startsWith(`${base}/`) || url.startsWith(`${base}?`),
    answer: listener,
  };
}

async function answered({ plain }: PlatformRoute, run: (requestId: string) => Promise<Response>): Promise<Response> {
  const requestId = newId();
  try {
    return await run(requestId);
  } catch (error) {
    const problem = problemOf(error, requestId);
    return plain ? withoutBody(problem) : problem;
  }
}

/** For a program that would take any text for an answer. */
function withoutBody({ status, headers }: Response): Response {
  const kept = new Headers(headers);
  kept.delete("Content-Type");
  return new Response(null, { status, headers: kept });
}

function refused(fault: RequestFault["fault"], detail: string, allow?: string): Response {
  const response = problemOf(new RequestFault(fault, detail), newId());
  if (allow) response.headers.set("Allow", allow);
  return response;
}

/** `{id}` is Hono's `:id`; a colon inside a segment is matched as it is. */
function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}
