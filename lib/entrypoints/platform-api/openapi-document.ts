import "server-only";
import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { serviceScopes } from "@/lib/authorization/service-scopes-schema";
import packageJson from "@/package.json";
import type { PlatformRoute } from "./platform-route";
import { Problem } from "./problem";

/** OpenAPI 3.1 of the routes, from the schemas that parse and answer. */
export function openapiDocument(routes: readonly PlatformRoute[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Espalier platform API",
      version: packageJson.version,
      description: [
        "For the compute, storage and model services that sub-accounts use.",
        "Every call carries a service key, which an operator issues and can revoke.",
        "Errors are problems (RFC 9457): programs test `code`.",
      ].join(" "),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/platform/v1" }],
    security: [{ serviceKey: [] }],
    paths,
    components: {
      securitySchemes: {
        serviceKey: {
          type: "http",
          scheme: "bearer",
          description: `A service key, \`espsv_…\`. Scopes: ${serviceScopes.map((scope) => `\`${scope}\``).join(", ")}.`,
        },
        serverCredential: {
          type: "http",
          scheme: "bearer",
          description:
            "What a registered server is given once, `espsrv_…`. Opens the routes below `/ssh`, and no other.",
        },
      },
      schemas: { Problem },
    },
  });
}

function operationOf(route: PlatformRoute): ZodOpenApiOperationObject {
  const { summary, scope, body, mediaType = "application/json", query, params, respond, answer, plain } = route;
  const ofServer = route.caller === "server";
  const needs = ofServer ? "A server's credential." : scope === null ? "Any service key." : `Scope \`${scope}\`.`;
  return {
    summary,
    description: [route.description, needs].filter(Boolean).join("\n\n"),
    operationId: operationIdOf(route),
    ...(ofServer && { security: [{ serverCredential: [] }] }),
    ...(body && { requestBody: { required: true, content: contentOf(mediaType, body) } }),
    requestParams: { ...(query && { query }), ...(params && { path: params }) },
    responses: {
      [`${respond}` as "200"]: {
        description: "Done",
        ...(answer &&
          !(answer instanceof z.ZodVoid) && { content: contentOf(plain ? "text/plain" : "application/json", answer) }),
      },
      default: {
        description: "A problem",
        ...(!plain && { content: { "application/problem+json": { schema: Problem } } }),
      },
    },
  };
}

function operationIdOf({ method, path }: PlatformRoute): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

const contentOf = (mediaType: string | readonly string[], schema: z.ZodType) =>
  Object.fromEntries([mediaType].flat().map((type) => [type, { schema }]));
