import { CircleAlert } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { paths, withReturn } from "@/lib/entrypoints/console/paths";
import { readNext, type SearchParams } from "@/lib/entrypoints/console/read-next";
import { currentSession } from "@/lib/entrypoints/console/require-context";
import { version } from "@/package.json";
import { DoorFrame } from "./_components/door-frame";
import { findDoorOf } from "./_components/find-door";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: t("productName") };
}

export default async function Landing({ searchParams }: { searchParams: SearchParams }) {
  const session = await currentSession();
  if (session) redirect(session.kind === "operator" ? paths.operator.home() : paths.home());
  const next = await readNext(searchParams);
  const { where } = await searchParams;
  const typed = typeof where === "string" ? where.slice(0, 254) : undefined;
  const door = typed ? findDoorOf(typed, next) : undefined;
  if (door) redirect(door);
  const t = await getTranslations("doors.landing");
  const shell = await getTranslations("shell");
  return (
    <DoorFrame
      title={t("title")}
      lead={t("lead")}
      end={<p className="mt-6 text-ink-3">{shell("version", { version })}</p>}
    >
      <section aria-labelledby="sub-account" className="mt-6">
        <h2 id="sub-account">{t("subAccountTitle")}</h2>
        <form method="get" action={paths.landing()} className="form">
          {next ? <input type="hidden" name="next" value={next} /> : null}
          <div className="field-frame">
            <label htmlFor="where" className="field-label">
              {t("where")}
            </label>
            <input
              id="where"
              name="where"
              type="text"
              defaultValue={typed}
              required
              maxLength={254}
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              aria-invalid={typed ? true : undefined}
              aria-describedby="where-message"
              className="field"
            />
            <p id="where-message" className="field-message">
              {typed ? (
                <span className="field-error" role="alert">
                  <CircleAlert aria-hidden="true" className="icon" />
                  <span>{t("whereUnknown")}</span>
                </span>
              ) : (
                t("whereHint")
              )}
            </p>
          </div>
          <Button type="submit" variant="primary">
            {t("go")}
          </Button>
        </form>
      </section>
      <section aria-labelledby="root-user" className="mt-8 grid gap-2 border-line border-t pt-6">
        <h2 id="root-user">{t("rootTitle")}</h2>
        <p className="text-ink-2">{t("rootLead")}</p>
        <div className="form-actions">
          <ButtonLink href={withReturn(paths.rootDoor(), next)}>{t("rootGo")}</ButtonLink>
          <p>
            {t("signUpLead")} <Link href={paths.signUp()}>{t("signUp")}</Link>
          </p>
        </div>
      </section>
      <section aria-labelledby="operator" className="mt-8 grid gap-2 border-line border-t pt-6">
        <h2 id="operator">{t("operatorTitle")}</h2>
        <p className="text-ink-2">{t("operatorLead")}</p>
        <p>
          <Link href={paths.operatorDoor()}>{t("operatorGo")}</Link>
        </p>
      </section>
    </DoorFrame>
  );
}
