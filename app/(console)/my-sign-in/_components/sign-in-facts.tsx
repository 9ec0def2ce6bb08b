import { getTranslations } from "next-intl/server";
import { deviceWords } from "@/app/_components/device-words";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { OwnSignIns } from "@/lib/domain/sessions/queries";

interface Props {
  signIns: OwnSignIns;
  /** Whom to tell when the sign-in before this one was somebody else's. */
  notYou: string;
}

/** This session and the sign-in before it, in words somebody recognises. */
export async function SignInFacts({ signIns: { current, previous }, notYou }: Props) {
  const [t, sessions] = await Promise.all([getTranslations("mySignIn"), getTranslations("sessions")]);
  return (
    <Section id="session" title={t("session")}>
      <DefinitionList
        items={[
          { term: t("device"), value: current ? deviceWords(sessions, current.userAgent) : undefined },
          { term: t("address"), value: current?.ip },
          { term: t("signedIn"), value: current ? <Time at={current.at} /> : undefined },
          { term: t("endsAt"), value: current ? <Time at={current.endsAt} /> : undefined },
          {
            term: t("previous"),
            value: previous ? (
              <>
                <Time at={previous.at} /> ·{" "}
                {t("previousFrom", { device: deviceWords(sessions, previous.userAgent), address: previous.ip })}
              </>
            ) : (
              t("previousNone")
            ),
          },
        ]}
      />
      {previous ? <p className="mt-2 text-ink-2">{notYou}</p> : null}
    </Section>
  );
}
