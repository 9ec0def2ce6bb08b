import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentences } from "@/components/ui/sentences";
import type { Context } from "@/lib/authorization/context";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";

/** Why sub-accounts cannot be created yet, and the way out for whoever may go it. */
export async function BlockedBanner({ ctx }: { ctx: Context }) {
  const { verification } = ctx.account;
  if (verification === "approved") return null;
  const t = await getTranslations("subAccounts");
  const { mayVerify } = navigationOf(ctx);
  return (
    <div className="mb-6">
      <Banner
        tone={verification === "submitted" ? "info" : "warn"}
        title={t("blockedTitle")}
        action={mayVerify ? <ButtonLink href={paths.identityVerification()}>{t("verify")}</ButtonLink> : undefined}
      >
        <Sentences>
          {t(`blocked.${verification}`)}
          {mayVerify ? null : t("askRootUser")}
        </Sentences>
      </Banner>
    </div>
  );
}
