import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Flash } from "@/app/_components/flash";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Sentences } from "@/components/ui/sentences";
import { Time } from "@/components/ui/time";
import { wordLabel } from "@/lib/domain/sub-accounts/label-rules";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { findHandOver } from "@/lib/entrypoints/console/hand-over";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { signInLink } from "@/lib/entrypoints/console/sign-in-link";
import { DetailHeader, detailTitle } from "./_components/detail-header";
import { signInSentence } from "./_components/in-words";

interface Props {
  params: Promise<{ name: string }>;
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // Not the row's: what metadata refuses, Next answers with an empty page where there is no script.
  const { name } = await params;
  return { title: await detailTitle(await requireConsoleContext(), name) };
}

export default async function SubAccountPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const [t, format, reveal] = await Promise.all([
    getTranslations("subAccounts"),
    getFormatter(),
    forPage(findHandOver(ctx, name)),
  ]);
  const exact = (at: Date | null) =>
    at ? format.dateTime(at, { year: "numeric", month: "short", day: "numeric", ...clock }) : "";
  const ago = person.lastSignInAt ? format.relativeTime(person.lastSignInAt, ctx.now) : "";
  const until = exact(person.passwordExpiresAt);
  const sentence = t(`words.${signInSentence(person, ctx.now)}`, { name, until, ago });
  const held = person.held.map((policy) =>
    policy.group === null ? policy.name : t("words.byGroup", { name: policy.name, group: policy.group }),
  );
  const rights = held.length > 0 ? t("words.holds", { policies: format.list(held) }) : t("words.ownOnly");
  const created = <Time at={person.createdAt} exact />;
  const link = signInLink(ctx.account);
  const administers = person.createdBy !== "";
  return (
    <>
      <Flash />
      <DetailHeader ctx={ctx} person={person} tab="overview" />
      {reveal.state === "waiting" ? (
        <div className="mb-6">
          <Banner
            tone="warn"
            title={t("waiting")}
            action={<ButtonLink href={paths.subAccounts.handOver(name)}>{t("handOver")}</ButtonLink>}
          >
            {t("waitingUntil", { until: format.dateTime(reveal.until, clock) })}
          </Banner>
        </div>
      ) : null}
      <Section id="in-words" title={t("inWords")}>
        <p className="reading">
          <Sentences>
            {sentence}
            {rights}
          </Sentences>
        </p>
      </Section>
      <Section id="details" title={t("details")}>
        <DefinitionList
          items={[
            {
              term: t("state"),
              value:
                person.state === "active" ? t("stateActive") : t("disabledBecause", { reason: person.disabledReason }),
            },
            { term: t("consoleSignInTerm"), value: person.consoleSignIn ? t("allowed") : t("notAllowed") },
            ...(person.consoleSignIn
              ? [{ term: t("mustChangeTerm"), value: person.passwordResetRequired ? t("yes") : t("no") }]
              : []),
            { term: t("signInLink"), value: link, copy: link },
            { term: t("lastSignIn"), value: person.lastSignInAt ? <Time at={person.lastSignInAt} /> : t("notYet") },
            { term: t("displayName"), value: person.displayName },
            { term: t("email"), value: person.email },
            { term: t("phone"), value: person.phone },
            ...(administers ? [{ term: t("note"), value: person.note }] : []),
            ...(person.labels.length > 0
              ? [{ term: t("labels"), value: person.labels.map(wordLabel).join(" · ") }]
              : []),
            { term: t("id"), value: <span className="font-mono">{person.id}</span>, copy: person.id },
            {
              term: t("created"),
              value: administers ? (
                <span>
                  {t.rich("createdBy", { at: () => created, who: () => <ActorName name={person.createdBy} /> })}
                </span>
              ) : (
                created
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}
