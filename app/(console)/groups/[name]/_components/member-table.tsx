import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { RowAct, RowActHead } from "@/components/tables/row-act";
import { Time } from "@/components/ui/time";
import type { GroupMember } from "@/lib/domain/groups/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  groupName: string;
  members: readonly GroupMember[];
  /** Absent: whoever looks may remove nobody. */
  remove?: FormAction | undefined;
}

export async function MemberTable({ groupName, members, remove }: Props) {
  const t = await getTranslations("groups");
  if (members.length === 0) return <p className="text-ink-2">{t("nobody")}</p>;
  return (
    <DataTable
      caption={t("members")}
      head={
        <>
          <th scope="col">{t("subAccount")}</th>
          <th scope="col">{t("displayName")}</th>
          <th scope="col">{t("joined")}</th>
          {remove ? <RowActHead>{t("remove")}</RowActHead> : null}
        </>
      }
    >
      {members.map(({ id, name, displayName, joinedAt }) => (
        <tr key={id}>
          <th scope="row" className="font-mono">
            <a href={paths.subAccounts.permissions(name)}>{name}</a>
          </th>
          <td data-label={t("displayName")}>{displayName === name ? null : <bdi>{displayName}</bdi>}</td>
          <td data-label={t("joined")}>
            <Time at={joinedAt} />
          </td>
          {remove ? (
            <td>
              <RowAct action={remove} id={`remove-${name}`} label={t("remove")} of={name}>
                <input type="hidden" name="groupName" value={groupName} />
                <input type="hidden" name="name" value={name} />
              </RowAct>
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}
