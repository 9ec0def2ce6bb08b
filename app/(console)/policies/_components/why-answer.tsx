import { CircleCheck, CircleX } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { givenTitle } from "@/app/(console)/policies/_components/given-title";
import { StatementList } from "@/app/(console)/policies/_components/statement-list";
import { Banner } from "@/components/ui/banner";
import { Sentences } from "@/components/ui/sentences";
import type { Explanation } from "@/lib/domain/policies/explain-decision";
import type { MatchView } from "@/lib/domain/policies/presenter";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  answer: Explanation;
  /** Whether whoever asks may open the policies. */
  linked: boolean;
}

/** What the evaluator said, and the statement it went by. */
export async function WhyAnswer({ answer: { outcome, matches, disabled }, linked }: Props) {
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
      {decided ? <Deciding match={decided} linked={linked} /> : null}
      {further.length > 0 ? (
        <details>
          <summary>{t("further", { count: further.length })}</summary>
          {further.map((match) => (
            <Deciding
              key={`${match.policy.type}:${match.policy.name}:${match.attachedTo.name}:${match.statement.number}`}
              match={match}
              linked={linked}
            />
          ))}
        </details>
      ) : null}
    </div>
  );
}

async function Deciding({ match: { policy, attachedTo, statement }, linked }: { match: MatchView; linked: boolean }) {
  const t = await getTranslations("policies");
  const from =
    policy.type === "Custom" || policy.type === "System"
      ? t.rich("from", {
          name: policy.name,
          version: policy.version,
          number: statement.number,
          link: (words) =>
            linked ? (
              <a href={paths.policies.one(policy.type === "System" ? "System" : "Custom", policy.name)}>{words}</a>
            ) : (
              <b>{words}</b>
            ),
        })
      : t(givenTitle(policy.type, policy.name));
  const by = attachedTo.kind === "group" ? t("byGroup", { name: attachedTo.name }) : undefined;
  return (
    <div className="mt-2">
      <p className="text-ink-2">
        <Sentences>
          {from}
          {by}
        </Sentences>
      </p>
      <StatementList statements={[statement]} />
    </div>
  );
}
