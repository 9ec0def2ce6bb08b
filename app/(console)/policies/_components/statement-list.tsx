import { getFormatter, getTranslations } from "next-intl/server";
import { closeUp } from "@/components/ui/close-up";
import type { StatementView } from "@/lib/domain/policies/presenter";

const operators = [
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ...["StringLike", "StringNotLike", "Bool", "IpAddress", "NotIpAddress"],
  ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"],
  ...["NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"],
  ...["DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
] as const;

/** A document read back as sentences, one a statement. */
export async function StatementList({ statements }: { statements: readonly StatementView[] }) {
  const [t, format] = await Promise.all([getTranslations("policies"), getFormatter()]);
  const or = (texts: readonly string[]) => format.list(texts, { type: "disjunction" });
  const and = (texts: readonly string[]) => format.list(texts, { type: "conjunction" });
  const namesOf = (
    names: readonly string[],
    except: boolean,
    words: { all: string; but: (list: string) => string },
  ) => {
    if (except) return words.but(and(names));
    return names.includes("*") ? words.all : and(names);
  };
  const sentence = (one: StatementView) => {
    const parts = {
      effect: one.allows ? "allow" : "deny",
      actions: namesOf(one.actions, one.actionsExcept, {
        all: t("says.allActions"),
        but: (list) => t("says.allActionsBut", { list }),
      }),
      resources: namesOf(one.resources, one.resourcesExcept, {
        all: t("says.allResources"),
        but: (list) => t("says.allResourcesBut", { list }),
      }),
    };
    if (one.conditions.length === 0) return t("says.statement", parts);
    const conditions = one.conditions.map(({ operator, key, values }) => {
      const word = operators.find((known) => known === operator);
      return t("says.condition", { key, operator: word ? t(`operators.${word}`) : operator, values: or(values) });
    });
    return t("says.statementIf", { ...parts, conditions: and(conditions) });
  };
  return (
    <ol className="flex max-w-160 list-decimal flex-col gap-2 ps-5">
      {statements.map((one) => (
        <li key={one.number} value={one.number} className="break-words">
          {closeUp(sentence(one))}
        </li>
      ))}
    </ol>
  );
}
