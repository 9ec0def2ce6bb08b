import { getTranslations } from "next-intl/server";
import type { BulkRunView } from "@/lib/domain/bulk-runs/queries";

type Window = "hour" | "day" | "week" | "month" | "lifetime";

/** What the act was told as it started: the reason, the label, the group, the limit. */
export async function toldOf({ kind, state, params }: BulkRunView): Promise<string | undefined> {
  if (state === "draft") return undefined;
  const [t, limits] = await Promise.all([getTranslations("bulkRuns.told"), getTranslations("limits.per")]);
  const { reason = "", key = "", value = "", groupName = "", per = "month", soft, hard } = params;
  switch (kind) {
    case "disable":
      return t("disable", { reason });
    case "label":
      return value ? t("label", { key, value }) : key;
    case "join-group":
    case "leave-group":
      return t("group", { groupName });
    case "limit":
      return t("limit", { per: limits(per as Window), soft: soft ?? t("none"), hard: hard ?? t("none") });
    default:
      return undefined;
  }
}
