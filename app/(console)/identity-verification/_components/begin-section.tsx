import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { requiredSlots } from "@/lib/domain/identity-verification/rules";
import { verificationKinds } from "@/lib/domain/identity-verification/schema";
import { paths } from "@/lib/entrypoints/console/paths";

/** The first choice: what will be asked for depends on it. */
export async function BeginSection() {
  const t = await getTranslations("identityVerification");
  return (
    <Section id="begin" title={t("begin.title")}>
      <ul className="grid gap-4 md:grid-cols-2">
        {verificationKinds.map((kind) => (
          <li key={kind} className="panel grid content-start justify-items-start gap-3">
            <h3>{t(`kinds.${kind}`)}</h3>
            <p>{t(`begin.${kind}Text`)}</p>
            <ul className="list-disc ps-5 text-ink-2">
              {requiredSlots[kind].map((slot) => (
                <li key={slot}>{t(`slots.${slot}`)}</li>
              ))}
            </ul>
            <ButtonLink href={paths.identityDetails(kind)}>{t(`begin.${kind}`)}</ButtonLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
