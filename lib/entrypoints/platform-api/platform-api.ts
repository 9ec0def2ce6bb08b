import "server-only";
import { createPlatformApi } from "./create-platform-api";
import { platformRoutes } from "./routes";

export const platformApi = createPlatformApi(platformRoutes);
