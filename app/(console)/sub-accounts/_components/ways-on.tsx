import { getTranslations } from "next-intl/server";
import { MoreMenu } from "@/components/ui/more-menu";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  mayCreate: boolean;
  mayBulk: boolean;
}

/** Where else many sub-accounts are dealt with. */
export async function WaysOn({ mayCreate, mayBulk }: Props) {
  const t = await getTranslations("subAccounts");
  return (
    <MoreMenu
      items={[
        mayCreate && { href: paths.subAccounts.createMany(), label: t("createMany") },
        mayBulk && { href: paths.bulkRuns.list(), label: t("bulkRuns") },
        { href: paths.subAccounts.handOverBoard(), label: t("handOverBoard") },
      ]}
    />
  );
}
