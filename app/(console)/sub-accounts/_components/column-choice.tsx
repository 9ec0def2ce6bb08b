import { getTranslations } from "next-intl/server";
import type { ListColumn } from "@/lib/domain/sub-accounts/schema";

/** Boxes of the filter's own form: what is shown stands in the address, like whom it is shown of. */
export async function ColumnChoice({ chosen, offered }: Record<"chosen" | "offered", readonly ListColumn[]>) {
  const t = await getTranslations("subAccounts");
  return (
    <fieldset className="mt-3">
      <legend className="text-caption text-ink-2">{t("columns")}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {offered.map((column) => (
          <label key={`${column}-${chosen.includes(column)}`} className="choice">
            <input
              type="checkbox"
              name="columns"
              value={column}
              defaultChecked={chosen.includes(column)}
              className="choice-box"
            />
            <span>{t(`column.${column}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
