import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Sentences } from "@/components/ui/sentences";
import { Time } from "@/components/ui/time";
import type { IdentityVerificationView } from "@/lib/domain/identity-verification/queries";
import { paths } from "@/lib/entrypoints/console/paths";
import { RejectionReasons } from "./rejection-reasons";

interface Props {
  view: IdentityVerificationView;
  usualWaitHours: number | undefined;
  mayCreateSubAccounts: boolean;
}

/** Where the verification stands, in words, and what to do next. */
export async function StatusBanner({ view, usualWaitHours, mayCreateSubAccounts }: Props) {
  const t = await getTranslations("identityVerification.status");
  const { verification, current, refused } = view;
  const time = (at: Date | null | undefined) => ({ time: () => (at ? <Time at={at} /> : null) });
  if (verification === "submitted") {
    return (
      <Banner tone="info" title={t.rich("submittedTitle", time(current?.submittedAt))}>
        {t("submittedText")}{" "}
        {usualWaitHours === undefined ? null : t("usualWait", { hours: Math.ceil(usualWaitHours) })}
      </Banner>
    );
  }
  if (verification === "approved") {
    const create = <ButtonLink href={paths.subAccounts.create()}>{t("createSubAccount")}</ButtonLink>;
    return (
      <Banner tone="ok" title={t("approvedTitle")} action={mayCreateSubAccounts ? create : undefined}>
        <Sentences>
          {t("approvedText")}
          {current ? null : t("approvedPlain")}
        </Sentences>
      </Banner>
    );
  }
  if (!refused) return null;
  return (
    <Banner tone="danger" title={t.rich("rejectedTitle", time(refused.decidedAt))}>
      <RejectionReasons submission={refused} />
      <p className="mt-2">{t("rejectedText")}</p>
    </Banner>
  );
}
