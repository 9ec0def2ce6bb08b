import { getTranslations } from "next-intl/server";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { Secret } from "@/components/ui/secret";

/** The signing secret, in the answer that made it and in no other. */
export async function SecretShown({ secret, onHref }: { secret: string; onHref: string }) {
  const t = await getTranslations("webhooks");
  return (
    <div className="grid max-w-160 gap-4">
      <Banner tone="warn" role="status">
        {t("secretShown")}
      </Banner>
      <Secret label={t("secret")} value={secret} />
      <p>
        <ButtonLink href={onHref}>{t("secretKept")}</ButtonLink>
      </p>
    </div>
  );
}
