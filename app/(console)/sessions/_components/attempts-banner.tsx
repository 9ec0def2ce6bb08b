import { getFormatter, getTranslations } from "next-intl/server";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Banner } from "@/components/ui/banner";
import type { LoginStatus } from "@/lib/domain/sign-in/queries";
import { unlockSignInAction } from "../actions";

interface Props {
  attempts: LoginStatus["attempts"];
  /** The sub-account that may be unlocked here; empty: the reader's own, which others unlock. */
  unlocks: string;
}

/** Wrong passwords in a row, and what they hold up; nothing while there are none. */
export async function AttemptsBanner({ attempts: { failures, waitUntil, locked }, unlocks }: Props) {
  if (failures === 0) return null;
  const [t, format] = await Promise.all([getTranslations("sessions"), getFormatter()]);
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const state = locked
    ? t("locked")
    : waitUntil
      ? t("waiting", { at: format.dateTime(waitUntil, { ...clock, timeZoneName: "short" }) })
      : t("notWaiting");
  return (
    <div className="mb-6">
      <Banner
        tone={locked ? "danger" : "warn"}
        title={t("failures", { count: failures })}
        action={
          unlocks && (locked || waitUntil) ? (
            <PlainForm action={unlockSignInAction} labels={{}} id="unlock">
              <input type="hidden" name="name" value={unlocks} />
              <SubmitButton variant="secondary">{t("unlock", { name: unlocks })}</SubmitButton>
            </PlainForm>
          ) : undefined
        }
      >
        {state} {unlocks ? t("knownDevices") : t("ownKnownDevices")}
      </Banner>
    </div>
  );
}
