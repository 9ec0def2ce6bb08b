import { getTranslations } from "next-intl/server";
import { LimitFields } from "@/app/(console)/limits/_components/limit-fields";
import { Field } from "@/components/forms/field";
import { SelectField } from "@/components/forms/select-field";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anyGroup } from "@/lib/authorization/resources";
import type { BulkRunView } from "@/lib/domain/bulk-runs/queries";
import { listGroups } from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import { getLimitTerms } from "@/lib/domain/limits/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  ctx: Context;
  run: BulkRunView;
}

/** What an act is told before it starts. */
export async function ActFields({ ctx, run: { kind, planned } }: Props) {
  const t = await getTranslations("bulkRuns");
  switch (kind) {
    case "disable":
      return <Field name="reason" hint={t("reasonHint")} required maxLength={200} autoComplete="off" />;
    case "label":
      return (
        <div className="form-pair">
          <Field name="labelKey" hint={t("labelKeyHint")} required mono maxLength={63} autoComplete="off" />
          <Field name="labelValue" hint={t("labelValueHint")} maxLength={128} autoComplete="off" />
        </div>
      );
    case "join-group":
    case "leave-group":
      return <GroupChoice ctx={ctx} />;
    case "limit":
      return <LimitFields currency={(await forPage(getLimitTerms(ctx))).currency} />;
    case "delete":
      return (
        <Field
          name="typedCount"
          hint={t("typedCountHint", { count: planned })}
          required
          mono
          inputMode="numeric"
          maxLength={10}
          autoComplete="off"
        />
      );
    default:
      return null;
  }
}

/** Whoever may not see the groups types the name of one. */
async function GroupChoice({ ctx }: { ctx: Context }) {
  if (!mayDo(ctx, "ram:ListGroups", anyGroup(ctx))) {
    return <Field name="groupName" required mono maxLength={64} autoComplete="off" />;
  }
  const t = await getTranslations("groups");
  const { rows } = await forPage(listGroups(ctx, GroupFilter.parse({ size: 1000 })));
  const options = rows.map(({ name }) => ({ value: name, label: name }));
  const isNone = rows.length === 0;
  return (
    <SelectField
      name="groupName"
      required
      hint={isNone ? <a href={paths.groups.list()}>{t("create")}</a> : undefined}
      options={[{ value: "", label: t(isNone ? "noneTitle" : "choose") }, ...options]}
    />
  );
}
