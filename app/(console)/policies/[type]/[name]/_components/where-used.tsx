import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import type { PolicyEntities } from "@/lib/domain/policies/attachment-queries";
import { paths } from "@/lib/entrypoints/console/paths";

/** Who holds the policy, and how many sub-accounts a change of it reaches. */
export async function WhereUsed({ entities: { users, groups, reached } }: { entities: PolicyEntities }) {
  const t = await getTranslations("policies");
  return (
    <Section id="where-used" title={t("whereUsed")} lead={t("reached", { count: reached })}>
      {groups.length > 0 ? (
        <>
          <h3>{t("usedByGroups", { count: groups.length })}</h3>
          <ul className="mb-4 flex flex-wrap gap-x-4 gap-y-1">
            {groups.map(({ id, name }) => (
              <li key={id}>
                <a href={paths.groups.one(name)}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {users.length > 0 ? (
        <>
          <h3>{t("usedByUsers", { count: users.length })}</h3>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {users.map(({ id, name }) => (
              <li key={id} className="font-mono">
                <a href={paths.subAccounts.permissions(name)}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}
