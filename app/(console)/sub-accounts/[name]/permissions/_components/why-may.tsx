import { CircleCheck, CircleX } from "lucide-react";
import Form from "next/form";
import { getTranslations } from "next-intl/server";
import { StatementList } from "@/app/(console)/policies/_components/statement-list";
import { Banner } from "@/components/ui/banner";
import { Section } from "@/components/ui/section";
import type { Context } from "@/lib/authorization/context";
import { type Explanation, explainDecision } from "@/lib/domain/policies/explain-decision";
import type { MatchView } from "@/lib/domain/policies/presenter";
import { ExplainInput } from "@/lib/domain/policies/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  ctx: Context;
  name: string;
  asked: Record<string, string | string[] | undefined>;
}

const textOf = (value: string | string[] | undefined) => (typeof value === "string" ? value.slice(0, 1024) : "");

/** Asks the evaluator as the sub-account's own request would, and shows the statement it went by. */
export async function WhyMay({ ctx, name, asked }: Props) {
  const t = await getTranslations("policies");
  const [action, resource] = [textOf(asked.action), textOf(asked.resource)];
  const wanted = action !== "" || resource !== "";
  const input = ExplainInput.safeParse({ name, action, resource });
  const answer = wanted && input.success ? await forPage(explainDecision(ctx, input.data)) : undefined;
  return (
    <Section id="why" title={t("why")} lead={t("whyLead")}>
      <Form action={paths.subAccounts.permissions(name)} prefetch={false} className="form max-w-160">
        <label className="flex flex-col gap-1">
          <span className="font-medium">{t("action")}</span>
          <input
            name="action"
            defaultValue={action}
            placeholder="ram:ListUsers"
            maxLength={256}
            autoComplete="off"
            className="field font-mono"
          />
        </label>
        <label className="flex flex-col gap-1">
          <span className="font-medium">{t("resource")}</span>
          <input
            name="resource"
            defaultValue={resource}
            placeholder={`acs:ram::${ctx.account.uid}:user/*`}
            maxLength={1024}
            autoComplete="off"
            className="field font-mono"
          />
        </label>
        <div className="form-actions">
          <button type="submit" className="btn btn-secondary">
            {t("ask")}
          </button>
        </div>
      </Form>
      {wanted && !input.success ? <Banner tone="warn">{t("askWhole")}</Banner> : null}
      {answer ? <Answer answer={answer} /> : null}
    </Section>
  );
}

async function Answer({ answer: { outcome, matches, disabled } }: { answer: Explanation }) {
  const t = await getTranslations("policies");
  const [decided, ...further] = matches;
  return (
    <div role="status" className="mt-4 flex flex-col gap-3">
      {disabled ? <Banner tone="warn">{t("isDisabled")}</Banner> : null}
      <p className="flex items-center gap-2 font-medium">
        {outcome === "allowed" ? (
          <CircleCheck aria-hidden="true" className="icon text-ok" />
        ) : (
          <CircleX aria-hidden="true" className="icon text-danger" />
        )}
        {t(`outcomes.${outcome}`)}
      </p>
      {decided ? <Deciding match={decided} /> : null}
      {further.length > 0 ? (
        <details>
          <summary>{t("further", { count: further.length })}</summary>
          {further.map((match) => (
            <Deciding
              key={`${match.policy.type}:${match.policy.name}:${match.attachedTo.name}:${match.statement.number}`}
              match={match}
            />
          ))}
        </details>
      ) : null}
    </div>
  );
}

async function Deciding({ match: { policy, attachedTo, statement } }: { match: MatchView }) {
  const t = await getTranslations("policies");
  const from =
    policy.type === "Custom" || policy.type === "System"
      ? t.rich("from", {
          name: policy.name,
          version: policy.version,
          number: statement.number,
          link: (words) => (
            <a href={paths.policies.one(policy.type === "System" ? "System" : "Custom", policy.name)}>{words}</a>
          ),
        })
      : t(`given.${policy.type}`);
  const by = attachedTo.kind === "group" ? t("byGroup", { name: attachedTo.name }) : undefined;
  return (
    <div className="mt-2">
      <p className="text-ink-2">
        {from} {by}
      </p>
      <StatementList statements={[statement]} />
    </div>
  );
}
