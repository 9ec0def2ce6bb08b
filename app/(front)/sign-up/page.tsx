import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { codeChannels } from "@/lib/domain/accounts/sign-up-code";
import { paths } from "@/lib/entrypoints/console/paths";
import type { SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { DoorFrame } from "../_components/door-frame";
import { RuleMessages } from "../_components/rule-messages";
import { SignUpForm } from "./_components/sign-up-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  return { title: `${t("doors.signUp.title")} · ${t("common.productName")}` };
}

export default async function SignUp({ searchParams }: { searchParams: SearchParams }) {
  if ((await currentSession())?.kind === "account") redirect(paths.home());
  const t = await getTranslations("doors");
  const errors = await getTranslations("errors.reasons");
  const isOver = (await searchParams).over !== undefined;
  const words = { mail: t("signUp.byMail"), sms: t("signUp.bySms") };
  return (
    <DoorFrame
      wide
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      links={[{ href: paths.rootDoor(), label: t("links.haveAccount") }]}
    >
      {isOver ? (
        <div className="mt-4">
          <Banner tone="warn" role="status">
            {errors("signUpOver")}
          </Banner>
        </div>
      ) : null}
      <RuleMessages>
        <SignUpForm
          labels={{
            companyName: t("signUp.companyName"),
            accountName: t("signUp.accountName"),
            email: t("email"),
            phone: t("signUp.phone"),
            password: t("password"),
            channel: t("signUp.channel"),
          }}
          channels={codeChannels().map((channel) => ({ value: channel, label: words[channel] }))}
        />
      </RuleMessages>
    </DoorFrame>
  );
}
