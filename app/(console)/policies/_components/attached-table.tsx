import { getLocale, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { RowAct, RowActHead } from "@/components/tables/row-act";
import { Time } from "@/components/ui/time";
import type { AttachedPolicy } from "@/lib/domain/policies/attachment-queries";
import { paths } from "@/lib/entrypoints/console/paths";
import type { FormAction } from "@/lib/foundation/form-state";

interface Props {
  policies: readonly AttachedPolicy[];
  /** Absent: whoever looks may take none away. */
  detach?: { action: FormAction; holder: { field: "name" | "groupName"; value: string } } | undefined;
}

export async function AttachedTable({ policies, detach }: Props) {
  const [t, locale] = await Promise.all([getTranslations("policies"), getLocale()]);
  if (policies.length === 0) return <p className="text-ink-2">{t("noneAttached")}</p>;
  return (
    <DataTable
      caption={t("attached")}
      head={
        <>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("type")}</th>
          <th scope="col">{t("description")}</th>
          <th scope="col">{t("attachedAt")}</th>
          {detach ? <RowActHead>{t("change")}</RowActHead> : null}
        </>
      }
    >
      {policies.map(({ type, name, description, attachedAt }) => (
        <tr key={`${type}:${name}`}>
          <th scope="row" className="break-all">
            <a href={paths.policies.one(type, name)}>{name}</a>
          </th>
          <td data-label={t("type")}>{t(`types.${type}`)}</td>
          <td data-label={t("description")}>{locale === "zh-CN" ? description["zh-CN"] : description.en}</td>
          <td data-label={t("attachedAt")}>
            <Time at={attachedAt} />
          </td>
          {detach ? (
            <td>
              <RowAct action={detach.action} id={`detach-${type}-${name}`} label={t("detach")} of={name}>
                <input type="hidden" name={detach.holder.field} value={detach.holder.value} />
                <input type="hidden" name="policy" value={`${type}:${name}`} />
              </RowAct>
            </td>
          ) : null}
        </tr>
      ))}
    </DataTable>
  );
}
