import { getTranslations } from "next-intl/server";
import { MoreMenu } from "@/components/ui/more-menu";
import type { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { listAddress } from "../list-address";

interface Props {
  view: SubAccountFilter;
  mayExport: boolean;
  mayCreate: boolean;
  mayBulk: boolean;
}

/** Where else many sub-accounts are dealt with. */
export async function WaysOn({ view, mayExport, mayCreate, mayBulk }: Props) {
  const t = await getTranslations("subAccounts");
  return (
    <MoreMenu
      items={[
        mayCreate && { href: paths.subAccounts.createMany(), label: t("createMany") },
        mayBulk && { href: paths.bulkRuns.list(), label: t("bulkRuns") },
        { href: paths.subAccounts.handOverBoard(), label: t("handOverBoard") },
      ]}
    >
      {mayExport ? (
        <li>
          <form method="post" action={paths.subAccounts.export()}>
            {[...new URL(listAddress(view, {}), "http://list").searchParams].map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button type="submit" name="format" value="csv" className="menu-item">
              {t("export")}
            </button>
          </form>
        </li>
      ) : null}
    </MoreMenu>
  );
}
