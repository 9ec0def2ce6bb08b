import "server-only";
import type * as z from "zod";
import type { PlatformContext, RequestFacts } from "@/lib/authorization/context";
import type { ServiceScope } from "@/lib/authorization/service-scopes-schema";

type JsonType = `application/${string}json`;
type None = z.ZodObject<Record<never, never>>;

/** Who calls with a server's credential: nobody yet, until the verb has looked it up. */
export interface ServerCall {
  requestId: string;
  now: Date;
  facts: RequestFacts;
  credential: string;
}

interface Definition<B extends z.ZodType, Q extends z.ZodObject, P extends z.ZodObject, A extends z.ZodType, C> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** `server`: the bearer is a server's credential, which the verb looks up. */
  caller?: "service" | "server";
  /** Below `/api/platform/v1`, with OpenAPI's `{parameters}`; a colon introduces a verb, as in `/signatures:verify`. */
  path: `/${string}`;
  /** What the service key must be let do; null: any key that is good. */
  scope: ServiceScope | null;
  summary: string;
  description?: string;
  body?: B;
  /** Of the body, where it is not plain JSON but still JSON: one, or any of several. */
  mediaType?: JsonType | readonly JsonType[];
  /** 256 KiB where nothing is said. */
  bodyBytesMax?: number;
  query?: Q;
  params?: P;
  respond: 200 | 201 | 202 | 204;
  /** What is sent back; dates are texts here already. */
  answer?: A;
  /** Text for a program that reads no JSON: whatever is refused has an empty body then. */
  plain?: boolean;
  handle: (
    ctx: C,
    body: z.output<B>,
    more: { query: z.output<Q>; params: z.output<P> },
  ) => Promise<z.input<A>> | z.input<A>;
}

/** A route with its types forgotten, as the list of all of them holds it. */
export interface PlatformRoute
  extends Omit<Definition<z.ZodType, z.ZodObject, z.ZodObject, z.ZodType, never>, "handle"> {
  handle: (
    ctx: PlatformContext | ServerCall,
    body: unknown,
    more: { query: Record<string, unknown>; params: Record<string, unknown> },
  ) => unknown;
}

/**
 * One route for platform services. Before `handle` runs: service key, scope, rate, media type, size, strict parse.
 * What it throws becomes a problem (RFC 9457); the same schemas make the OpenAPI document.
 */
export function platformRoute<
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = None,
  P extends z.ZodObject = None,
  A extends z.ZodType = z.ZodVoid,
>(definition: Definition<B, Q, P, A, PlatformContext>): PlatformRoute {
  return definition as unknown as PlatformRoute;
}

/** The same for servers that ask who may log in: they come with a credential of their own, and their verb looks it up. */
export function serverRoute<
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodObject = None,
  P extends z.ZodObject = None,
  A extends z.ZodType = z.ZodVoid,
>(definition: Omit<Definition<B, Q, P, A, ServerCall>, "caller" | "scope">): PlatformRoute {
  return { ...definition, caller: "server", scope: null } as unknown as PlatformRoute;
}
