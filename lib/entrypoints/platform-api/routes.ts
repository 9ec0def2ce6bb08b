import "server-only";
import type { PlatformRoute } from "./platform-route";
import { deleteResourceRoute, postResourcesRoute, putResourceRoute } from "./routes/resources";
import { serviceRoute } from "./routes/service";
import { authorizeRoute, verifySignatureRoute } from "./routes/signatures";
import { authorizedKeysRoute, reportLoginRoute } from "./routes/ssh";
import { usageRoute } from "./routes/usage";

/** Every route of the platform API, in the order of its documentation. */
export const platformRoutes: readonly PlatformRoute[] = [
  serviceRoute,
  verifySignatureRoute,
  authorizeRoute,
  usageRoute,
  authorizedKeysRoute,
  reportLoginRoute,
  putResourceRoute,
  postResourcesRoute,
  deleteResourceRoute,
];
