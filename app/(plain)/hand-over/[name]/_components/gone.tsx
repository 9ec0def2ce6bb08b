import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { DefinitionList } from "@/components/ui/definition-list";
import { Section } from "@/components/ui/section";
import type { Context } from "@/lib/authorization/context";
import type { SubAccountView } from "@/lib/domain/sub-accounts/presenter";
import { type HandOverKey, handOverOf } from "@/lib/entrypoints/console/hand-over";

interface Props {
  ctx: Context;
  person: SubAccountView;
  what: HandOverKey["purpose"];
  state: "given" | "expired" | "none";
}

const titleOf = {
  "sub-account-password": "goneTitle",
  "claim-link": "linkGoneTitle",
  "sub-account-kit": "kitGoneTitle",
} as const;

/** Says plainly that the password cannot be shown, what can still be handed over, and the way on. */
export async function Gone({ ctx, person, what, state }: Props) {
  const t = await getTranslations("handOver");
  const { signInLink, alias, fullName, name } = handOverOf(ctx, person);
  const wayOn = person.email ? t("wayOnMail", { email: person.email }) : t("wayOn");
  return (
    <div className="grid max-w-160 gap-6">
      <Banner tone={state === "given" ? "info" : "warn"} title={t(titleOf[what])}>
        {what !== "sub-account-password"
          ? t(what === "claim-link" ? "linkGone" : "kitGone")
          : person.consoleSignIn
            ? `${t(`gone.${state}`)} ${wayOn}`
            : t("gone.off")}
      </Banner>
      <Section id="details" title={t("detailsTitle")}>
        <DefinitionList
          items={[
            { term: t("signInLink"), value: signInLink, copy: signInLink },
            { term: t("alias"), value: alias, copy: alias },
            { term: t("userName"), value: name, copy: name },
            { term: t("fullName"), value: fullName, copy: fullName },
          ]}
        />
      </Section>
    </div>
  );
}
