import type { FindingKey } from "@/lib/domain/security-overview/schema";
import { paths } from "@/lib/entrypoints/console/paths";

/** Where each finding is dealt with. */
export const findingPaths: Record<FindingKey, string> = {
  rootWithoutSecondFactor: paths.mySignIn(),
  rootKeys: paths.accessKeys.list(),
  unusedKeys: paths.accessKeys.list({ show: "unused" }),
  oldKeys: paths.accessKeys.list({ show: "old" }),
  withoutSecondFactor: paths.security.finding("withoutSecondFactor"),
  idle: paths.security.finding("idle"),
  oldPassword: paths.security.finding("oldPassword"),
  neverSignedIn: paths.security.finding("neverSignedIn"),
};
