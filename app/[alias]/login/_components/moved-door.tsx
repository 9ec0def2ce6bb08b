import { getTranslations } from "next-intl/server";
import { DoorFrame } from "@/app/(front)/_components/door-frame";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/entrypoints/console/paths";

/** At an alias of before: old links explain the new one, and take no password. */
export async function MovedDoor({ company, alias }: { company: string; alias: string }) {
  const t = await getTranslations("doors.moved");
  return (
    <DoorFrame title={t("title")} owner={company} lead={t("lead", { company })}>
      <div className="form-actions mt-6">
        <ButtonLink href={paths.door(alias)} variant="primary">
          {t("go", { alias })}
        </ButtonLink>
      </div>
    </DoorFrame>
  );
}
