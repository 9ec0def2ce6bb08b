import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";
import { DetailsMenu } from "@/components/ui/details-menu";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  mayCreate: boolean;
  mayBulk: boolean;
}

/** Where else many sub-accounts are dealt with; one button, so that a narrow page keeps its room. */
export async function WaysOn({ mayCreate, mayBulk }: Props) {
  const [t, life] = await Promise.all([getTranslations("subAccounts"), getTranslations("subAccountLife")]);
  const items = [
    mayCreate && { href: paths.subAccounts.createMany(), label: t("createMany") },
    mayBulk && { href: paths.bulkRuns.list(), label: t("bulkRuns") },
    { href: paths.subAccounts.handOverBoard(), label: t("handOverBoard") },
  ].filter((item) => item !== false);
  return (
    <DetailsMenu summary={life("more")} summaryClassName={buttonClass("secondary")}>
      <ul className="menu-list">
        {items.map(({ href, label }) => (
          <li key={href}>
            <a href={href} className="menu-item">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </DetailsMenu>
  );
}
