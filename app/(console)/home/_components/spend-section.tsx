import { getTranslations } from "next-intl/server";
import { SpendFigures } from "@/app/(console)/bills/_components/spend-figures";
import { LimitLines } from "@/app/(console)/spend/_components/limit-lines";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import type { Workspace } from "@/lib/domain/workspaces/queries";
import { paths } from "@/lib/entrypoints/console/paths";

interface Props {
  spend: NonNullable<Workspace["spend"]>;
  name: string;
}

/** What the sub-account costs, and how far it is from where something stops. */
export async function SpendSection({ spend: { sums, limits }, name }: Props) {
  const [t, own] = await Promise.all([getTranslations("finance"), getTranslations("home")]);
  return (
    <Section
      id="spend"
      title={t("spend")}
      action={
        <ButtonLink href={paths.spend()} variant="link">
          {t("openSpend")}
        </ButtonLink>
      }
    >
      <SpendFigures summary={sums} name={name} />
      {limits.length > 0 ? (
        <LimitLines limits={limits} terms={sums.terms} />
      ) : (
        <p className="text-ink-2">{own("noLimit")}</p>
      )}
    </Section>
  );
}
