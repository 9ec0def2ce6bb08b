import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";

/** A stopped workspace opens no server, whatever its grants say; `name` is empty for the reader's own. */
export async function ClosedBanner({ name = "" }: { name?: string }) {
  const t = await getTranslations("servers");
  return (
    <div className="mb-4">
      <Banner tone="warn" title={name ? t("closedOf", { name }) : t("closedOwn")}>
        {t(name ? "closedOfText" : "closedOwnText")}
      </Banner>
    </div>
  );
}
