import { getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SelectField } from "@/components/forms/select-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { DataTable } from "@/components/tables/data-table";
import { RowAct, RowActHead } from "@/components/tables/row-act";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { JoinedGroup } from "@/lib/domain/groups/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { joinGroupAction, leaveGroupAction } from "../actions";

interface Props {
  name: string;
  joined: readonly JoinedGroup[];
  /** Those it could join; absent: whoever looks may add it to none. */
  others?: readonly { name: string }[] | undefined;
  mayLeave: boolean;
}

export async function GroupsOfUser({ name, joined, others, mayLeave }: Props) {
  const t = await getTranslations("groups");
  return (
    <Section id="groups" title={t("room")} lead={t("ofUserLead")}>
      {joined.length === 0 ? (
        <p className="text-ink-2">{t("inNone")}</p>
      ) : (
        <DataTable
          caption={t("room")}
          head={
            <>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("comments")}</th>
              <th scope="col">{t("joined")}</th>
              {mayLeave ? <RowActHead>{t("remove")}</RowActHead> : null}
            </>
          }
        >
          {joined.map((group) => (
            <tr key={group.id}>
              <th scope="row">
                <a href={paths.groups.one(group.name)}>{group.name}</a>
              </th>
              <td data-label={t("comments")}>{group.comments}</td>
              <td data-label={t("joined")}>
                <Time at={group.joinedAt} />
              </td>
              {mayLeave ? (
                <td>
                  <RowAct action={leaveGroupAction} id={`leave-${group.name}`} label={t("remove")} of={group.name}>
                    <input type="hidden" name="name" value={name} />
                    <input type="hidden" name="groupName" value={group.name} />
                  </RowAct>
                </td>
              ) : null}
            </tr>
          ))}
        </DataTable>
      )}
      {others && others.length > 0 ? (
        <PlainForm action={joinGroupAction} labels={{ groupName: t("group") }} id="join" className="mt-4 max-w-160">
          <input type="hidden" name="name" value={name} />
          <SelectField
            name="groupName"
            required
            options={[
              { value: "", label: t("choose") },
              ...others.map((group) => ({ value: group.name, label: group.name })),
            ]}
          />
          <div className="form-actions">
            <SubmitButton variant="secondary">{t("addTo")}</SubmitButton>
          </div>
        </PlainForm>
      ) : null}
    </Section>
  );
}
