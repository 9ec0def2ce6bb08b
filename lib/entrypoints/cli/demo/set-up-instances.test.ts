import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listServiceKeys } from "@/lib/domain/service-keys/queries";
import { deleteServiceEndpoint } from "@/lib/domain/webhooks/delete-service-endpoint";
import { listServiceEndpoints } from "@/lib/domain/webhooks/queries";
import { env } from "@/lib/foundation/env";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { hostContext } from "../host-context";
import { seedDemo } from "./seed-demo";
import { setUpInstances } from "./set-up-instances";

// Of its own: it counts the platform's service keys, and other tests make some.
takeOwnDatabase("instances");

it("is set up once; started again it has the same keys, and is told of where it listens today", async () => {
  await seedDemo();
  const first = await setUpInstances("http://127.0.0.1:4000");
  const again = await setUpInstances("http://127.0.0.1:4001");
  expect(again).toEqual(first);
  expect(new Set(first.calls.map(({ accessKey }) => accessKey.id)).size).toBe(5);
  const keys = await listServiceKeys(hostContext());
  const own = keys.filter(({ lastFour }) => first.serviceKey.endsWith(lastFour));
  expect(own).toMatchObject([{ services: ["compute"], revokedAt: null }]);
  const endpoints = await listServiceEndpoints(hostContext());
  const ofDemo = endpoints.filter(({ name }) => name === own[0]?.name);
  expect(ofDemo).toMatchObject([{ url: "http://127.0.0.1:4001/webhooks", isPrivate: true, paused: false }]);
  await deleteServiceEndpoint(hostContext(), { id: ofDemo[0]?.id ?? "" });
  expect(statSync(join(env().dataDir, "demo-instances.json")).mode & 0o077).toBe(0);
});
