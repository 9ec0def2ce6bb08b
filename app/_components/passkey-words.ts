import { getTranslations } from "next-intl/server";

/** What is said where the browser gave no passkey; `origin`: where it would have. */
export async function passkeyWords(origin: string) {
  const t = await getTranslations("secondFactor.passkeys");
  return {
    cancelled: t("cancelled"),
    exists: t("exists"),
    elsewhere: t("elsewhere", { origin }),
    unsupported: t("unsupported"),
  };
}
