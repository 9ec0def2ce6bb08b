import "server-only";
import * as z from "zod";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { platformRoute } from "../platform-route";

function ownService({ actor }: PlatformContext) {
  if (actor.type !== "service") throw new DomainError("forbidden", "service-key");
  return { name: actor.name, services: [...actor.services] };
}

export const serviceRoute = platformRoute({
  method: "get",
  path: "/service",
  scope: null,
  summary: "Who am I",
  description: "The service key that calls: its name and the services it stands for. A first call to try a key with.",
  respond: 200,
  answer: z.object({ name: z.string(), services: z.array(z.string()) }),
  handle: ownService,
});
