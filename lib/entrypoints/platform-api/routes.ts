import "server-only";
import type { PlatformRoute } from "./platform-route";
import { serviceRoute } from "./routes/service";

/** Every route of the platform API, in the order of its documentation. */
export const platformRoutes: readonly PlatformRoute[] = [serviceRoute];
